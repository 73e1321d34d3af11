package dev.ordeal.systems.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which keys belong to whom, and which of them move. */
class PlacementTest {
  private static final List<String> NODES = List.of("n1", "n2", "n3", "n4", "n5");
  private static final int VIRTUAL_NODES = 64;
  private static final int KEYS = 1_000;

  /** All choices of three to five members. */
  static Stream<List<String>> choices() {
    var choices = new ArrayList<List<String>>();
    for (int mask = 1; mask < 1 << NODES.size(); mask++) {
      int chosen = mask;
      if (Integer.bitCount(mask) >= 3) {
        choices.add(NODES.stream().filter(n -> (chosen >> NODES.indexOf(n) & 1) == 1).toList());
      }
    }
    return choices.stream();
  }

  private static HashRing ring(List<String> members) {
    return new HashRing(members, VIRTUAL_NODES);
  }

  private static List<String> without(List<String> members, String left) {
    return members.stream().filter(member -> !member.equals(left)).toList();
  }

  @ParameterizedTest
  @MethodSource("choices")
  void a_leave_moves_only_the_keys_of_the_one_that_leaves(List<String> members) {
    for (String left : members) {
      HashRing before = ring(members);
      HashRing after = ring(without(members, left));
      int moved = 0;
      for (long key = 0; key < KEYS; key++) {
        String owner = before.preference("" + key).get(0);
        if (owner.equals(left)) {
          moved++;
        } else {
          assertThat(after.preference("" + key).get(0)).as("key %d", key).isEqualTo(owner);
        }
      }
      double ideal = (double) KEYS / members.size();
      assertThat((double) moved).as("%s leaves %s", left, members).isLessThan(1.25 * ideal);
    }
  }

  @ParameterizedTest
  @MethodSource("choices")
  void no_member_owns_more_than_virtual_nodes_promise(List<String> members) {
    int n = members.size();
    double deviation = Math.sqrt((n - 1.0) / (n * VIRTUAL_NODES + 1.0));
    var owned = ring(members).owned();
    assertThat(owned.values()).allMatch(share -> share < (1 + 3 * deviation) / n);
    assertThat(owned.values().stream().mapToDouble(d -> d).sum()).isCloseTo(1, within(1e-9));
  }

  @Test
  void what_a_node_owns_is_what_it_is_asked_for() {
    HashRing ring = ring(NODES);
    ring.owned()
        .forEach(
            (node, share) -> {
              long count =
                  Stream.iterate(0, i -> i + 1)
                      .limit(20_000)
                      .filter(key -> ring.preference("k" + key).get(0).equals(node))
                      .count();
              assertThat(count / 20_000.0).as(node).isCloseTo(share, within(0.015));
            });
  }

  @Test
  void the_replicas_of_a_key_are_different_nodes() {
    for (long key = 0; key < KEYS; key++) {
      List<String> replicas = ring(NODES).replicas("" + key, 3);
      assertThat(new HashSet<>(replicas)).hasSize(3);
      assertThat(ring(NODES).preference("" + key)).hasSize(5).startsWith(replicas.get(0));
    }
    assertThat(ring(List.of("n1", "n2")).replicas("k", 3)).hasSize(2);
  }

  @Test
  void a_division_moves_nearly_all_keys() {
    var four = new ModuloPlacement(NODES.subList(0, 4));
    var five = new ModuloPlacement(NODES);
    long moved =
        Stream.iterate(0, i -> i + 1)
            .limit(KEYS)
            .filter(
                key -> !four.preference("" + key).get(0).equals(five.preference("" + key).get(0)))
            .count();
    assertThat((double) moved / KEYS).isBetween(0.7, 0.9);
  }

  @Test
  void the_old_replicas_of_arcs_that_change_hands_are_those_of_the_keys_that_do() {
    HashRing before = new HashRing(NODES.subList(0, 4), 4);
    HashRing after = new HashRing(NODES, 4);
    var groups = Arcs.oldGroups(before, after, 3);
    assertThat(groups).isNotEmpty();
    for (long key = 0; key < KEYS; key++) {
      List<String> old = before.replicas("" + key, 3);
      if (Quorums.of(after.replicas("" + key, 3), old).isJoint()) {
        assertThat(groups).contains(old);
      }
    }
    assertThat(Arcs.oldGroups(before, before, 3)).isEmpty();
  }
}
