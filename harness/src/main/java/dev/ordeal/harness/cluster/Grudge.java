package dev.ordeal.harness.cluster;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may not hear whom.
 *
 * @param deaf for a node's name, the names of those it does not hear
 */
public record Grudge(SortedMap<String, Set<String>> deaf) {

  /** A directed link between two nodes, by name: what {@code from} says to {@code to}. */
  public record Link(String from, String to) {}

  /** Copies and sorts. */
  public Grudge {
    var copy = new TreeMap<String, Set<String>>();
    deaf.forEach(
        (node, others) ->
            copy.put(node, java.util.Collections.unmodifiableSet(new TreeSet<>(others))));
    deaf = java.util.Collections.unmodifiableSortedMap(copy);
  }

  /** Nobody hears a member of another group. */
  public static Grudge between(List<? extends Collection<String>> groups) {
    var deaf = new TreeMap<String, Set<String>>();
    for (var group : groups) {
      for (String node : group) {
        var others = new TreeSet<String>();
        groups.stream().filter(other -> other != group).forEach(others::addAll);
        deaf.put(node, others);
      }
    }
    return new Grudge(deaf);
  }

  /** {@code listeners} do not hear {@code speakers}; the other way, all is well. */
  public static Grudge oneWay(Collection<String> listeners, Collection<String> speakers) {
    var deaf = new TreeMap<String, Set<String>>();
    for (String listener : listeners) {
      var others = new TreeSet<>(speakers);
      others.remove(listener);
      deaf.put(listener, others);
    }
    return new Grudge(deaf);
  }

  /** The links that it cuts, in order. */
  public Set<Link> links() {
    var links = new LinkedHashSet<Link>();
    deaf.forEach((to, speakers) -> speakers.forEach(from -> links.add(new Link(from, to))));
    return links;
  }

  /** Its plain form, for a history: node to the list of those it does not hear. */
  public Map<String, Set<String>> plain() {
    return deaf;
  }
}
