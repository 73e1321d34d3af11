package dev.ordeal.checkers.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rings move few keys and lie evenly; what is no ring does not. */
class PlacementTest {
  private static final int KEYS = 1_000;
  private static final int VIRTUAL_NODES = 256;
  private static final List<String> FOUR = List.of("n1", "n2", "n3", "n4");
  private static final List<String> FIVE = List.of("n1", "n2", "n3", "n4", "n5");

  /** A ring of random points, the same for each seed and node. */
  private record Ring(TreeMap<Double, String> points) {
    static Ring of(long seed, List<String> members, int virtualNodes) {
      var points = new TreeMap<Double, String>();
      for (String member : members) {
        var random = new SplittableRandom(seed * 31 + member.hashCode());
        for (int i = 0; i < virtualNodes; i++) {
          points.put(random.nextDouble(), member);
        }
      }
      return new Ring(points);
    }

    String owner(double at) {
      var next = points.ceilingEntry(at);
      return (next == null ? points.firstEntry() : next).getValue();
    }

    Map<String, Object> owned() {
      var owned = new TreeMap<String, Object>();
      double before = points.lastKey() - 1;
      for (var point : points.entrySet()) {
        owned.merge(point.getValue(), point.getKey() - before, (a, b) -> (Double) a + (Double) b);
        before = point.getKey();
      }
      return owned;
    }
  }

  private static double position(int key) {
    return new SplittableRandom(key).nextDouble();
  }

  private static Map<String, @Nullable Object> view(
      String node, long version, List<String> members, IntFunction<String> owner) {
    var view = new LinkedHashMap<String, @Nullable Object>();
    view.put("node", node);
    view.put("version", version);
    view.put("members", members);
    view.put("owners", IntStream.range(0, KEYS).mapToObj(owner).toList());
    return view;
  }

  private static Map<String, @Nullable Object> onRing(
      long seed, long version, List<String> members, int virtualNodes) {
    var ring = Ring.of(seed, members, virtualNodes);
    var view = view("n1", version, members, key -> ring.owner(position(key)));
    view.put("virtual-nodes", virtualNodes);
    view.put("owned", ring.owned());
    return view;
  }

  private static Map<String, @Nullable Object> modulo(long version, List<String> members) {
    return view("n1", version, members, key -> members.get(key % members.size()));
  }

  @SafeVarargs
  private static Verdict check(Map<String, @Nullable Object>... views) {
    var ops = new ArrayList<Op>();
    long time = 0;
    for (Object view : views) {
      var invoke = Op.invoke("placement").withProcess(0);
      ops.add(invoke.withTime(time++));
      ops.add(invoke.ok(view).withTime(time++));
    }
    return new Placement().check(History.of(ops));
  }

  @Test
  void rings_are_acquitted_of_joins_and_leaves() {
    for (long seed = 0; seed < 50; seed++) {
      var verdict =
          check(
              onRing(seed, 1, FOUR, VIRTUAL_NODES),
              onRing(seed, 2, FIVE, VIRTUAL_NODES),
              onRing(seed, 3, FIVE.subList(1, 5), VIRTUAL_NODES));
      assertThat(verdict.validity()).as("seed %d: %s", seed, verdict).isEqualTo(Validity.VALID);
      assertThat(verdict.stats()).containsEntry("changes", 2L);
    }
  }

  @Test
  void the_hash_modulo_the_number_of_nodes_moves_nearly_all_keys() {
    Anomaly anomaly = check(modulo(1, FOUR), modulo(2, FIVE)).anomalies().get(0);
    assertThat(anomaly.name()).isEqualTo("keys-moved");
    assertThat(anomaly.because())
        .isEqualTo(
            "when n5 joined, 800 of 1000 keys moved, 600 of them between nodes that stayed; 200"
                + " have to, 250 may");
    assertThat(anomaly.witness()).hasSize(2);
    assertThat(check(modulo(1, FIVE), modulo(2, FOUR)).anomalies().get(0).because())
        .startsWith("when n5 left, 800 of 1000 keys moved");
  }

  @Test
  void keys_that_move_though_nobody_joins_or_leaves_are_too_many() {
    var other = view("n1", 2, FOUR, key -> FOUR.get((key + (key == 5 ? 1 : 0)) % 4));
    assertThat(check(modulo(1, FOUR), other).anomalies().get(0).because())
        .startsWith("when nobody joined or left, 1 of 1000 keys moved");
  }

  @Test
  void views_of_different_nodes_or_of_the_same_version_are_no_change() {
    var others = modulo(2, FIVE);
    others.put("node", "n2");
    assertThat(check(modulo(1, FOUR), others).validity()).isEqualTo(Validity.VALID);
    assertThat(check(modulo(1, FOUR), modulo(1, FIVE)).validity()).isEqualTo(Validity.VALID);
  }

  @Test
  void where_most_members_change_at_once_nothing_is_judged() {
    var verdict = check(modulo(1, List.of("n1")), modulo(2, FIVE));
    assertThat(verdict.validity()).isEqualTo(Validity.VALID);
    assertThat(verdict.stats()).containsEntry("changes", 0L);
  }

  @Test
  void fewer_points_than_a_node_claims_show() {
    int convicted = 0;
    for (long seed = 0; seed < 100; seed++) {
      var verdict = check(onRing(seed, 1, FIVE, 64));
      assertThat(verdict.validity()).as("seed %d: %s", seed, verdict).isEqualTo(Validity.VALID);
      var boasting = onRing(seed, 1, FIVE, 1);
      boasting.put("virtual-nodes", 64);
      convicted +=
          check(boasting).anomalies().stream().anyMatch(a -> a.name().equals("imbalance")) ? 1 : 0;
    }
    assertThat(convicted).isGreaterThan(80);
  }

  @Test
  void an_imbalance_says_what_was_promised() {
    var view = onRing(1, 1, List.of("n1", "n2"), 64);
    view.put("owned", Map.of("n1", 0.25, "n2", 0.75));
    Anomaly anomaly = check(view).anomalies().get(0);
    assertThat(anomaly.because())
        .isEqualTo(
            "n2 has 75.0 % of the keys: 64 points each on the ring promise 2 nodes at most 72.0 %");
    assertThat(anomaly.witness()).hasSize(1);
  }

  @Test
  void who_was_never_told_where_keys_lie_cannot_tell() {
    assertThat(check().validity()).isEqualTo(Validity.UNKNOWN);
  }
}
