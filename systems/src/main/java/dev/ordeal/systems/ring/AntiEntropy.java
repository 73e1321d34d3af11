package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Repair of replicas that have drifted apart (Dynamo, section 4.7): every so often a node compares
 * the {@link MerkleTree} of each of its ranges with that of another replica of it, descends where
 * they differ, and the two exchange the entries of the leaves that differ.
 *
 * <p>A range is all arcs of the ring with the same set of replicas, named after them: what Dynamo
 * has a tree for each virtual node for, since the arcs of one set need no telling apart. Messages
 * carry the version of the view, and are dropped by a node that knows another one.
 */
final class AntiEntropy {
  private static final int MOST_ENTRIES = 500;

  private final Host host;
  private final Replicated data;
  private final BooleanSupplier allowed;
  private final Map<String, Range> ranges = new TreeMap<>();
  private long version;

  /** How many entries changed: who learned nothing from an exchange does not ask for more. */
  private long changes;

  /** What is kept here. */
  interface Replicated {
    Set<String> keys();

    List<String> replicas(String key);

    /** What must be equal at all replicas, as text; null if nothing is kept. */
    @Nullable String held(String key);

    /** A key's entry as it travels. */
    @Nullable Map<String, @Nullable Object> entry(String key);

    /** Another replica has this entry. */
    void offer(String key, Map<String, @Nullable Object> entry);
  }

  private record Range(String name, List<String> others, MerkleTree tree) {}

  /**
   * A node's repairs; they begin at once.
   *
   * @param every how often each range is compared
   * @param allowed whether it may be done now
   */
  AntiEntropy(Host host, Replicated data, Duration every, BooleanSupplier allowed) {
    this.host = host;
    this.data = data;
    this.allowed = allowed;
    host.after(every, () -> again(every));
  }

  private void again(Duration every) {
    if (allowed.getAsBoolean()) {
      for (Range range : ranges.values()) {
        int chosen = host.random().nextInt(range.others.size());
        compare(range, range.others.get(chosen), List.of(MerkleTree.ROOT));
      }
    }
    host.after(every, () -> again(every));
  }

  /** Keys belong elsewhere from now on. */
  void viewChanged(RingView view) {
    version = view.version();
    ranges.clear();
    for (String key : data.keys()) {
      String content = data.held(key);
      if (content != null) {
        count(key, null, content);
      }
    }
  }

  /** What is kept of a key has changed; null is nothing. */
  void changed(String key, @Nullable String before, @Nullable String after) {
    if (!Objects.equals(before, after)) {
      changes++;
      count(key, before, after);
    }
  }

  private void count(String key, @Nullable String before, @Nullable String after) {
    List<String> replicas = data.replicas(key);
    if (replicas.size() < 2 || !replicas.contains(host.name())) {
      return;
    }
    MerkleTree tree = ranges.computeIfAbsent(nameOf(replicas), this::range).tree;
    if (before != null) {
      tree.remove(key, before);
    }
    if (after != null) {
      tree.add(key, after);
    }
  }

  private static String nameOf(List<String> replicas) {
    return String.join("+", new TreeSet<>(replicas));
  }

  private Range range(String name) {
    List<String> others =
        List.of(name.split("\\+")).stream().filter(node -> !node.equals(host.name())).toList();
    return new Range(name, others, new MerkleTree());
  }

  /** The root of each range. */
  Map<String, @Nullable Object> roots() {
    Map<String, @Nullable Object> roots = new TreeMap<>();
    ranges.forEach(
        (name, range) -> roots.put(name, Long.toHexString(range.tree.hash(MerkleTree.ROOT))));
    return roots;
  }

  private void compare(Range range, String with, List<Integer> nodes) {
    host.send(
        with,
        Bodies.of(
            "type",
            "merkle",
            "range",
            range.name,
            "version",
            version,
            "nodes",
            nodes.stream().map(Integer::longValue).toList(),
            "hashes",
            nodes.stream().map(range.tree::hash).toList()));
  }

  /** A range of which this node keeps nothing yet is one whose tree is empty. */
  private @Nullable Range rangeOf(Map<String, @Nullable Object> body) {
    String name = Bodies.text(body, "range");
    boolean mine = List.of(name.split("\\+")).contains(host.name());
    return mine && Bodies.number(body, "version") == version && allowed.getAsBoolean()
        ? ranges.computeIfAbsent(name, this::range)
        : null;
  }

  /** Another replica tells some hashes of its tree: go down where they differ. */
  void compared(String src, Map<String, @Nullable Object> body) {
    Range range = rangeOf(body);
    if (range == null) {
      return;
    }
    List<Long> nodes = Bodies.numbers(body, "nodes");
    List<Long> hashes = Bodies.numbers(body, "hashes");
    var below = new ArrayList<Integer>();
    var leaves = new TreeSet<Integer>();
    for (int i = 0; i < Math.min(nodes.size(), hashes.size()); i++) {
      int node = MerkleTree.isNode(nodes.get(i)) ? nodes.get(i).intValue() : MerkleTree.ROOT;
      if (range.tree.hash(node) == hashes.get(i)) {
        continue;
      }
      if (MerkleTree.isLeaf(node)) {
        leaves.add(node);
      } else {
        below.addAll(List.of(2 * node, 2 * node + 1));
      }
    }
    if (!below.isEmpty()) {
      compare(range, src, below);
    }
    if (!leaves.isEmpty()) {
      exchange(range, src, leaves, true);
    }
  }

  private void exchange(Range range, String with, Set<Integer> leaves, boolean answer) {
    Map<String, @Nullable Object> entries = new TreeMap<>();
    var told = new TreeSet<Integer>();
    Map<Integer, List<String>> keys = keysOf(range, leaves);
    var order = new ArrayList<>(leaves);
    Collections.rotate(order, host.random().nextInt(order.size()));
    for (int leaf : order) {
      if (entries.size() < MOST_ENTRIES) {
        told.add(leaf);
        keys.getOrDefault(leaf, List.of()).forEach(key -> entries.put(key, data.entry(key)));
      }
    }
    host.send(
        with,
        Bodies.of(
            "type",
            "leaves",
            "range",
            range.name,
            "version",
            version,
            "nodes",
            told.stream().map(Integer::longValue).toList(),
            "entries",
            entries,
            "answer",
            answer));
  }

  private Map<Integer, List<String>> keysOf(Range range, Set<Integer> leaves) {
    Map<Integer, List<String>> keys = new TreeMap<>();
    for (String key : data.keys()) {
      int leaf = MerkleTree.leafOf(key);
      if (leaves.contains(leaf)
          && data.entry(key) != null
          && nameOf(data.replicas(key)).equals(range.name)) {
        keys.computeIfAbsent(leaf, which -> new ArrayList<>()).add(key);
      }
    }
    return keys;
  }

  /** Another replica tells what it has in some leaves; it gets what this one has. */
  void exchanged(String src, Map<String, @Nullable Object> body) {
    Range range = rangeOf(body);
    if (range == null) {
      return;
    }
    Map<String, @Nullable Object> entries = Bodies.fields(body, "entries");
    if (Boolean.TRUE.equals(body.get("answer"))) {
      var leaves = new TreeSet<Integer>();
      Bodies.numbers(body, "nodes").stream()
          .filter(MerkleTree::isNode)
          .forEach(leaf -> leaves.add(leaf.intValue()));
      if (!leaves.isEmpty()) {
        exchange(range, src, leaves, false);
      }
    }
    long before = changes;
    entries.keySet().forEach(key -> data.offer(key, Bodies.fields(entries, key)));
    if (changes != before) {
      compare(range, src, List.of(MerkleTree.ROOT));
    }
  }
}
