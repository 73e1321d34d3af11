package dev.ordeal.checkers.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.linearizable.internal.Algorithms;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Problem;
import dev.ordeal.history.History;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpecialModelsTest {

  private static void allows(Model<?> model, String algorithm, String history) {
    var verdict = Linearizable.of(model).check(History.parse(history));
    assertThat(verdict.validity()).isEqualTo(Validity.VALID);
    assertThat(verdict.stats()).containsEntry("algorithm", algorithm);
  }

  private static void forbids(
      Model<?> model, String name, int operations, String because, String history) {
    var parsed = History.parse(history);
    var problem = Problem.of(parsed, model);
    var algorithm = Algorithms.of(model.structure()).get(0);
    var refuted = (Refuted) algorithm.decide(problem, problem.intervals(), model);
    assertThat(refuted.name()).isEqualTo(name);
    assertThat(refuted.because()).contains(because);
    assertThat(refuted.operations()).hasSize(operations);
    for (var checker : List.of(Linearizable.of(model), Linearizable.of(model).bySearchAlone())) {
      assertThat(checker.check(parsed).validity()).isEqualTo(Validity.INVALID);
    }
  }

  @Test
  void a_lock_that_is_held_for_certain_is_acquired_by_nobody_else() {
    forbids(
        new OwnerAwareMutex(),
        "mutual-exclusion",
        3,
        "p1 acquires while p0 holds; p0 held it for certain from 1.000s to 4.000s, and p1 had"
            + " got it by 3.000s",
        """
        0s p0 invoke acquire
        1s p0 ok acquire
        2s p1 invoke acquire
        3s p1 ok acquire
        4s p0 invoke release
        5s p0 ok release
        """);
    allows(
        new OwnerAwareMutex(),
        "holding-zones",
        """
        0s p0 invoke acquire
        1s p0 ok acquire
        2s p1 invoke acquire
        4s p0 invoke release
        5s p0 ok release
        6s p1 ok acquire
        """);
  }

  @Test
  void an_acquire_that_nobody_saw_end_need_not_have_happened() {
    var unseen = "p0 invoke acquire\np0 info acquire ! timeout\n";
    var seen = "p1 invoke acquire\np1 ok acquire\n";
    allows(new OwnerAwareMutex(), "holding-zones", unseen + seen);
    allows(new Mutex(), "lazy-earliest-deadline", unseen + seen);
    allows(new Mutex(), "lazy-earliest-deadline", unseen + "p1 invoke release\np1 ok release");
  }

  @Test
  void a_semaphore_has_so_many_permits_and_no_more() {
    var two = "p0 invoke acquire\np0 ok acquire\np1 invoke acquire\np1 ok acquire\n";
    var third = "p2 invoke acquire\np2 ok acquire\n";
    allows(new Semaphore(3), "lazy-earliest-deadline", two + third);
    allows(new Semaphore(2), "lazy-earliest-deadline", two + "p0 invoke release\n" + third);
    forbids(
        new Semaphore(2),
        "mutual-exclusion",
        3,
        "a permit is acquired while all 2 are taken",
        two + third);
    forbids(
        new Semaphore(2),
        "release-of-free-lock",
        3,
        "every acquire that began before",
        "p0 invoke acquire\np0 ok acquire\np0 invoke release\np0 ok release\n"
            + "p1 invoke release\np1 ok release");
    assertThatThrownBy(() -> new Semaphore(0)).hasMessageContaining("give it at least 1");
  }

  @Test
  void a_counter_reads_what_was_added_before_and_may_miss_what_runs() {
    var added = "p0 invoke increment\np0 ok increment\n";
    var runs = "p1 invoke increment\n";
    allows(new Counter(), "glover", added + runs + "p2 invoke read\np2 ok read 1");
    allows(new Counter(), "glover", added + runs + "p2 invoke read\np2 ok read 2");
    allows(new Counter(), "glover", "p0 invoke add 5\np0 ok add 5\np0 invoke read\np0 ok read 5");
    forbids(
        new Counter(),
        "stale-read",
        2,
        "counts 0 increments, but more ended before it began",
        added + runs + "p2 invoke read\np2 ok read 0");
    forbids(
        new Counter(),
        "unexpected-read",
        1,
        "answers what none of the 2 increments add up to",
        added + runs + "p2 invoke read\np2 ok read 3");
    forbids(
        new Counter(),
        "unexpected-read",
        2,
        "counts 2 increments, but only 1 began before it ended",
        added + "p2 invoke read\np2 ok read 2\n" + runs);
  }

  @Test
  void a_counter_never_goes_back() {
    forbids(
        new Counter(),
        "stale-read",
        2,
        "counted 2",
        "p0 invoke increment\np1 invoke increment\np2 invoke read\np2 ok read 2\n"
            + "p2 invoke read\np2 ok read 1");
  }

  @Test
  void no_id_is_given_twice() {
    var one = "p0 invoke generate\np1 invoke generate\np0 ok generate 1\n";
    allows(new UniqueIds(), "distinct-ids", one + "p1 ok generate 2");
    forbids(new UniqueIds(), "duplicate-id", 2, "were both given id 1", one + "p1 ok generate 1");
  }

  @Test
  void a_log_reads_all_entries_in_one_order() {
    var appended = "p0 invoke append 1\np1 invoke append 2\np0 ok append 1\np1 ok append 2\n";
    var read = appended + "p0 invoke read\np0 ok read [2 1]\n";
    allows(new AppendLog(), "longest-read", read);
    forbids(
        new AppendLog(),
        "incompatible-order",
        2,
        "differ where both have an entry",
        read + "p1 invoke read\np1 ok read [1 2]");
    forbids(
        new AppendLog(),
        "stale-read",
        2,
        "yet comes after it",
        appended + "p1 invoke read\np1 ok read [1]");
    forbids(
        new AppendLog(),
        "unexpected-element",
        1,
        "more often than it was appended",
        appended + "p1 invoke read\np1 ok read [1 2 3]");
  }

  @Test
  void reads_of_a_set_that_only_grows_contain_each_other() {
    var added = "p0 invoke add 1\np1 invoke add 2\n";
    var reads = "p2 invoke read\np3 invoke read\n";
    var ended = "p0 ok add 1\np1 ok add 2\n";
    allows(
        new GrowOnlySet(),
        "read-chain",
        added + reads + "p2 ok read [2]\np3 ok read [2 1]\n" + ended);
    forbids(
        new GrowOnlySet(),
        "long-fork",
        2,
        "each lack what the other has",
        added + reads + "p2 ok read [1]\np3 ok read [2]\n" + ended);
    forbids(
        new GrowOnlySet(),
        "stale-read",
        2,
        "yet is not in it",
        added + ended + "p2 invoke read\np2 ok read [2]");
    forbids(
        new GrowOnlySet(),
        "duplicate-element",
        1,
        "has 2 twice",
        added + ended + "p2 invoke read\np2 ok read [2 1 2]");
  }

  @Test
  void an_element_that_is_added_again_stays() {
    allows(
        new GrowOnlySet(),
        "read-chain",
        "p0 invoke add 1\np0 ok add 1\np0 invoke read\np0 ok read [1]\np0 invoke add 1\n"
            + "p0 ok add 1\np0 invoke read\np0 ok read [1]");
  }

  @Test
  void what_a_token_wrote_is_not_read_after_a_newer_one_wrote() {
    var written =
        "p0 invoke acquire\np0 ok acquire token 1\np0 invoke write token 1 value 5\n"
            + "p0 ok write token 1 value 5\np1 invoke acquire\np1 ok acquire token 2\n"
            + "p1 invoke write token 2 value 6\n";
    var read = "p2 invoke read\np2 ok read token 1 value 5\n";
    allows(new FencedLock(), "token-order", written + read + "p1 ok write token 2 value 6");
    forbids(
        new FencedLock(),
        "stale-read",
        6,
        "by their tokens",
        written + "p3 invoke read\np3 ok read token 2 value 6\n" + read.replace("p2", "p4"));
    forbids(
        new FencedLock(),
        "token-not-growing",
        2,
        "by their tokens",
        "p0 invoke acquire\np0 ok acquire token 2\np1 invoke acquire\np1 ok acquire token 1");
  }
}
