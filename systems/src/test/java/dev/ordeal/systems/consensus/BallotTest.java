package dev.ordeal.systems.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BallotTest {

  @Test
  void the_counter_comes_first_then_the_node_then_its_life() {
    long early = Ballot.of(7, Ballot.proposer(4, 900));
    assertThat(Ballot.of(8, Ballot.proposer(0, 1))).isGreaterThan(early);
    assertThat(Ballot.of(7, Ballot.proposer(5, 1))).isGreaterThan(early);
    assertThat(Ballot.of(7, Ballot.proposer(4, 901))).isGreaterThan(early);
    assertThat(Ballot.ZERO).isLessThan(Ballot.of(1, Ballot.proposer(0, 1)));
  }

  @Test
  void a_proposer_restarted_with_its_counter_lost_makes_no_ballot_again() {
    assertThat(Ballot.of(1, Ballot.proposer(3, 2)))
        .isNotEqualTo(Ballot.of(1, Ballot.proposer(3, 1)));
  }

  @Test
  void the_next_ballot_is_the_same_proposers_with_one_more_on_the_counter() {
    long proposer = Ballot.proposer(255, 65_535);
    assertThat(Ballot.next(Ballot.of(41, proposer))).isEqualTo(Ballot.of(42, proposer));
    assertThat(Ballot.counter(Ballot.of(42, proposer))).isEqualTo(42);
  }

  @Test
  void a_life_too_many_is_refused_rather_than_repeated() {
    assertThatThrownBy(() -> Ballot.proposer(0, 65_536)).hasMessageContaining("65,535 times");
  }
}
