package dev.ordeal.systems.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Quorums of one view, and of two that meet. */
class QuorumsTest {
  private static final List<String> OLD = List.of("n1", "n2", "n3");
  private static final List<String> NEW = List.of("n2", "n3", "n4");

  @Test
  void a_majority_of_the_replicas_is_a_quorum_and_less_is_none() {
    var quorums = Quorums.of(OLD, OLD);
    assertThat(quorums.isJoint()).isFalse();
    assertThat(quorums.reached(Set.of("n1", "n3"))).isTrue();
    assertThat(quorums.reached(Set.of("n1", "n4", "n5"))).isFalse();
    assertThat(Quorums.of(List.of("n1", "n2"), List.of("n2", "n1")).reached(Set.of("n1")))
        .isFalse();
  }

  @Test
  void while_replicas_change_a_majority_of_both_is_needed() {
    var quorums = Quorums.of(NEW, OLD);
    assertThat(quorums.isJoint()).isTrue();
    assertThat(quorums.reached(Set.of("n2", "n3"))).isTrue();
    assertThat(quorums.reached(Set.of("n1", "n2"))).as("one of the new").isFalse();
    assertThat(quorums.reached(Set.of("n2", "n4"))).as("one of the old").isFalse();
    assertThat(quorums.reached(Set.of("n1", "n2", "n4"))).isTrue();
    assertThat(quorums.nodes()).containsExactlyInAnyOrder("n1", "n2", "n3", "n4");
  }

  @Test
  void who_refused_is_not_waited_for_once_no_quorum_is_left_without_him() {
    var quorums = Quorums.of(NEW, OLD);
    assertThat(quorums.reachableWithout(Set.of("n1"))).isTrue();
    assertThat(quorums.reachableWithout(Set.of("n1", "n4"))).isTrue();
    assertThat(quorums.reachableWithout(Set.of("n1", "n2"))).isFalse();
  }

  @Test
  void the_replicas_of_before_and_after_may_come_in_another_order() {
    assertThat(Quorums.of(List.of("n3", "n1", "n2"), OLD).isJoint()).isFalse();
  }

  @Test
  void ballots_are_ordered_by_view_first() {
    var last = new Ids(5, 9);
    var first = new Ids(0, 1);
    assertThat(Ballot.of(2, 1, first)).isGreaterThan(Ballot.of(1, 1_000_000, last));
    assertThat(Ballot.of(2, 2, first)).isGreaterThan(Ballot.of(2, 1, last));
    assertThat(Ballot.of(2, 1, last)).isNotEqualTo(Ballot.of(2, 1, new Ids(5, 10)));
    assertThat(Ballot.count(Ballot.of(8_191, 77, last))).isEqualTo(77);
    assertThat(Ballot.of(8_191, (1 << 28) - 1, last)).isPositive();
  }

  @Test
  void a_state_tells_whether_a_change_is_in_it_or_that_it_forgot() {
    KeyState state = KeyState.NONE;
    for (long change = 1; change <= 20; change++) {
      state = state.next(change, "v" + change);
    }
    assertThat(state.includes(13)).isTrue();
    assertThat(state.includes(12)).isFalse();
    assertThat(state.forgot(13)).as("version 13 is remembered").isFalse();
    assertThat(state.forgot(12)).as("version 12 is not").isTrue();
    assertThat(state.forgot(21)).as("of a later version nothing is in it").isFalse();
    assertThat(KeyState.of(state.body())).isEqualTo(state);
  }
}
