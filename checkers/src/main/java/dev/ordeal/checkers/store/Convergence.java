package dev.ordeal.checkers.store;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether the copies of each key agree in the end, by the last answer that each node gave to
 * {@code holds} after the faults were healed: eventual consistency, and that anti-entropy works.
 *
 * <p>An answer is {@code {node, version, members, entries, roots}}: the node's view of the ring,
 * per key of which it should have a copy that copy's version and value, and per range of keys the
 * root of its Merkle tree. All answers must be of the same view; nodes that have a copy of a key
 * have the same; as many nodes have a copy of one key as of any other; and nodes that have a tree
 * of the same range have the same root. Else the copies are {@code divergent-replicas}, or the
 * views are a {@code divergent-ring}.
 */
public final class Convergence implements Checker {

  /** What a node said that it holds. */
  private record Holding(
      String node, @Nullable Object version, Map<?, ?> entries, Map<?, ?> roots, Op op) {

    static Optional<Holding> of(Op op) {
      return op.value() instanceof Map<?, ?> answer
              && answer.get("entries") instanceof Map<?, ?> map
          ? Optional.of(
              new Holding(
                  String.valueOf(answer.get("node")),
                  answer.get("version"),
                  map,
                  answer.get("roots") instanceof Map<?, ?> roots ? roots : Map.of(),
                  op))
          : Optional.empty();
    }
  }

  /** Whether nothing in these answers to {@code holds} speaks against their nodes' agreement. */
  public static boolean isReached(Collection<Op> answers) {
    var holdings = answers.stream().flatMap(op -> Holding.of(op).stream()).toList();
    return disagreement(holdings).isEmpty();
  }

  @Override
  public Verdict check(History history) {
    var begin = FinalPhase.begin(history);
    if (begin.isEmpty()) {
      return Verdict.valid().withStats(Map.of("skipped", "the history has no heal mark"));
    }
    var last = new TreeMap<String, Holding>();
    FinalPhase.oks(history, begin.getAsInt(), "holds")
        .flatMap(op -> Holding.of(op).stream())
        .forEach(holding -> last.put(holding.node, holding));
    if (last.isEmpty()) {
      return Verdict.unknown("no node said after the heal what it holds: none answered holds");
    }
    var stats = new LinkedHashMap<String, @Nullable Object>();
    stats.put("nodes", (long) last.size());
    stats.put("copies", last.values().stream().mapToLong(one -> one.entries.size()).sum());
    Optional<Anomaly> anomaly = disagreement(last.values());
    if (anomaly.isPresent()) {
      return Verdict.of(List.of(anomaly.get())).withStats(stats);
    }
    String reason = "the copies of " + last.size() + " nodes agree";
    return new Verdict(Validity.VALID, List.of(), reason, Evidence.none(), stats, Map.of());
  }

  private static Optional<Anomaly> disagreement(Collection<Holding> holdings) {
    return ofViews(holdings)
        .or(() -> ofCopies(holdings))
        .or(() -> missing(holdings))
        .or(() -> ofRoots(holdings));
  }

  private static Optional<Anomaly> ofViews(Collection<Holding> holdings) {
    Holding first = null;
    for (Holding one : holdings) {
      if (first != null && !Objects.equals(one.version, first.version)) {
        String because =
            "%s believes in version %s of the ring, and %s in version %s, after the heal"
                .formatted(first.node, first.version, one.node, one.version);
        return Optional.of(
            Anomaly.of("divergent-ring", because, shown(first, Map.of()), shown(one, Map.of())));
      }
      first = first == null ? one : first;
    }
    return Optional.empty();
  }

  private static Optional<Anomaly> ofCopies(Collection<Holding> holdings) {
    var firsts = new LinkedHashMap<Object, Holding>();
    for (Holding one : holdings) {
      for (Map.Entry<?, ?> entry : one.entries.entrySet()) {
        Holding first = firsts.putIfAbsent(entry.getKey(), one);
        Object other = first == null ? entry.getValue() : first.entries.get(entry.getKey());
        if (first != null && !Objects.equals(other, entry.getValue())) {
          String because =
              "%s holds %s of key %s, and %s holds %s, after the heal"
                  .formatted(first.node, other, entry.getKey(), one.node, entry.getValue());
          return Optional.of(divergent(because, entry.getKey(), List.of(first, one)));
        }
      }
    }
    return Optional.empty();
  }

  /** A key that fewer nodes have a copy of than of another. */
  private static Optional<Anomaly> missing(Collection<Holding> holdings) {
    var copies = new LinkedHashMap<Object, Integer>();
    holdings.forEach(
        one -> one.entries.keySet().forEach(key -> copies.merge(key, 1, Integer::sum)));
    int most = copies.values().stream().max(Integer::compare).orElse(0);
    for (Map.Entry<Object, Integer> key : copies.entrySet()) {
      if (key.getValue() < most) {
        var who = new TreeSet<String>();
        var holders =
            holdings.stream().filter(one -> one.entries.containsKey(key.getKey())).toList();
        holders.forEach(one -> who.add(one.node));
        String because =
            "of key %s there is a copy at %s only, after the heal; of others there are %d copies"
                .formatted(key.getKey(), String.join(", ", who), most);
        return Optional.of(divergent(because, key.getKey(), List.copyOf(holdings)));
      }
    }
    return Optional.empty();
  }

  private static Optional<Anomaly> ofRoots(Collection<Holding> holdings) {
    var firsts = new LinkedHashMap<Object, Holding>();
    for (Holding one : holdings) {
      for (Map.Entry<?, ?> root : one.roots.entrySet()) {
        Holding first = firsts.putIfAbsent(root.getKey(), one);
        Object other = first == null ? root.getValue() : first.roots.get(root.getKey());
        if (first != null && !Objects.equals(other, root.getValue())) {
          String because =
              "the Merkle trees of range %s have the root %s at %s, and %s at %s, after the heal"
                  .formatted(root.getKey(), other, first.node, root.getValue(), one.node);
          return Optional.of(
              Anomaly.of(
                  "divergent-replicas", because, shown(first, Map.of()), shown(one, Map.of())));
        }
      }
    }
    return Optional.empty();
  }

  private static Anomaly divergent(String because, Object key, List<Holding> holdings) {
    return new Anomaly(
        "divergent-replicas",
        because,
        holdings.stream()
            .sorted((a, b) -> Integer.compare(a.op.index(), b.op.index()))
            .map(one -> shown(one, only(one.entries, key)))
            .toList());
  }

  private static Map<?, ?> only(Map<?, ?> entries, Object key) {
    var one = new LinkedHashMap<>(entries);
    one.keySet().removeIf(other -> !other.equals(key));
    return one;
  }

  /** The answer without what nobody would read. */
  private static Op shown(Holding holding, Map<?, ?> entries) {
    var few = new LinkedHashMap<String, @Nullable Object>();
    few.put("node", holding.node);
    few.put("version", holding.version);
    few.put("entries", entries);
    return holding.op.withValue(few);
  }
}
