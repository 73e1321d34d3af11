package dev.ordeal.systems.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Placement as it is first thought of: the hash of the key modulo the number of members. When that
 * number changes from n to n + 1, all keys but one in n + 1 belong to another node: what consistent
 * hashing was invented against.
 */
record ModuloPlacement(List<String> members) implements Placement {

  @Override
  public List<String> preference(String key) {
    int first = Math.floorMod(Token.of(key), members.size());
    var order = new ArrayList<String>(members.subList(first, members.size()));
    order.addAll(members.subList(0, first));
    return order;
  }

  @Override
  public SortedMap<String, Double> owned() {
    var owned = new TreeMap<String, Double>();
    members.forEach(member -> owned.put(member, 1.0 / members.size()));
    return owned;
  }

  @Override
  public Map<String, List<Long>> points() {
    return Map.of();
  }
}
