package dev.ordeal.workloads;

import dev.ordeal.harness.client.Client;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store of keys as an object in memory, which plays a ring of nodes: sound, unless it is made
 * with a flaw. Its members change when it has been asked {@code placement} often enough.
 */
final class MemoryStore {

  /** What may be wrong with it. */
  enum Flaw {
    NONE,
    READS_STALE,
    FORGETS_KEYS,
    UNDOES_UPDATES,
    CAS_WITHOUT_COMPARING,
    MOVES_ALL_KEYS,
    LIES_UNEVENLY,
    COPIES_DIFFER,
    COPIES_DIFFER_FOR_A_WHILE,
    RINGS_DIFFER,
    NEVER_ANSWERS,
    NEVER_ANSWERS_READS
  }

  private static final int SOMETIMES = 5;
  private static final int REPLICAS = 3;
  private static final int PLACEMENTS = 6;
  private static final int QUESTIONS = 30;

  private final Flaw flaw;
  private final Map<Object, @Nullable Object> values = new LinkedHashMap<>();
  private final Map<Object, @Nullable Object> before = new HashMap<>();
  private final Map<Object, Long> versions = new HashMap<>();
  private int turns;
  private int placements;
  private int asked;

  MemoryStore(Flaw flaw) {
    this.flaw = flaw;
  }

  /** Clients that call it in place. */
  Client.Connector connector() {
    return node -> op -> serve(node.name(), op);
  }

  private synchronized Op serve(String node, Op op) {
    turns++;
    if (flaw == Flaw.NEVER_ANSWERS) {
      throw new IllegalStateException("no answer in time");
    }
    return switch (op.f()) {
      case "read" -> read(op);
      case "write" -> write(op);
      case "cas" -> cas(op);
      case "placement" -> op.ok(placement(node, ((Number) field(op, "sample")).intValue()));
      default -> op.ok(holds(node));
    };
  }

  private Op read(Op op) {
    if (flaw == Flaw.NEVER_ANSWERS_READS) {
      return op.fail("reads are not answered");
    }
    Object key = item(op, 0);
    boolean isStale = flaw == Flaw.READS_STALE && isNow() && before.containsKey(key);
    return op.ok(Arrays.asList(key, (isStale ? before : values).get(key)));
  }

  private Op write(Op op) {
    Object key = item(op, 0);
    boolean forgets = flaw == Flaw.FORGETS_KEYS && isNow();
    boolean undoes = flaw == Flaw.UNDOES_UPDATES && isNow() && values.containsKey(key);
    if (forgets) {
      values.remove(key);
    } else if (!undoes) {
      set(key, item(op, 1));
    }
    return op.ok();
  }

  private Op cas(Op op) {
    Object key = item(op, 0);
    var change = (List<?>) Objects.requireNonNull(item(op, 1));
    boolean holds = Objects.equals(values.get(key), change.get(0));
    if (!holds && flaw != Flaw.CAS_WITHOUT_COMPARING) {
      return op.fail("it holds something else");
    }
    set(key, change.get(1));
    return op.ok();
  }

  private void set(@Nullable Object key, @Nullable Object value) {
    Object known = Objects.requireNonNull(key);
    before.put(known, values.get(known));
    values.put(known, value);
    versions.merge(known, 1L, Long::sum);
  }

  private boolean isNow() {
    return turns % SOMETIMES == 0;
  }

  /** The members come and go: n5 is one of them half of the time. */
  private Map<String, @Nullable Object> placement(String node, int sample) {
    long version = 1 + placements++ / PLACEMENTS;
    var members = version % 2 == 0 ? List.of("n1", "n2", "n3", "n4") : nodes();
    var owners = new ArrayList<String>();
    for (int key = 0; key < sample; key++) {
      owners.add(owner(key, members));
    }
    var owned = new TreeMap<String, Object>();
    members.forEach(member -> owned.put(member, 1.0 / members.size()));
    if (flaw == Flaw.LIES_UNEVENLY) {
      members.forEach(member -> owned.put(member, member.equals("n2") ? 0.6 : 0.1));
    }
    var view = new LinkedHashMap<String, @Nullable Object>();
    view.put("node", node);
    view.put("version", version);
    view.put("members", members);
    view.put("virtual-nodes", 64);
    view.put("owned", owned);
    view.put("owners", owners);
    return view;
  }

  private static List<String> nodes() {
    return List.of("n1", "n2", "n3", "n4", "n5");
  }

  private String owner(int key, List<String> members) {
    String first = nodes().get(key % nodes().size());
    boolean isAway = flaw == Flaw.MOVES_ALL_KEYS || !members.contains(first);
    return isAway ? members.get(key / nodes().size() % members.size()) : first;
  }

  private Map<String, @Nullable Object> holds(String node) {
    asked++;
    boolean isBehind =
        flaw == Flaw.COPIES_DIFFER || flaw == Flaw.COPIES_DIFFER_FOR_A_WHILE && asked < QUESTIONS;
    var entries = new TreeMap<String, Object>();
    int place = nodes().indexOf(node);
    for (Map.Entry<Object, Long> version : versions.entrySet()) {
      int first = Math.floorMod(version.getKey().hashCode(), nodes().size());
      if (Math.floorMod(place - first, nodes().size()) < REPLICAS) {
        long known = isBehind && place == first ? version.getValue() - 1 : version.getValue();
        entries.put(String.valueOf(version.getKey()), known + ":" + values.get(version.getKey()));
      }
    }
    var holding = new LinkedHashMap<String, @Nullable Object>();
    holding.put("node", node);
    holding.put("version", flaw == Flaw.RINGS_DIFFER ? place : 1);
    holding.put("entries", entries);
    return holding;
  }

  private static @Nullable Object item(Op op, int at) {
    return ((List<?>) Objects.requireNonNull(op.value())).get(at);
  }

  private static Object field(Op op, String name) {
    return Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(op.value())).get(name));
  }
}
