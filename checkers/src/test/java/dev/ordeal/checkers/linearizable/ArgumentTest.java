package dev.ordeal.checkers.linearizable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.models.CasRegister;
import dev.ordeal.checkers.models.FencedLock;
import dev.ordeal.checkers.models.Mutex;
import dev.ordeal.checkers.models.OwnerAwareMutex;
import dev.ordeal.checkers.models.Register;
import dev.ordeal.history.History;
import org.junit.jupiter.api.Test;

/** The sentences that convict. */
class ArgumentTest {

  private static void convicts(Model<?> model, String history, String argument) {
    var verdict = Linearizable.of(model).check(History.parse(history));
    assertThat(verdict.anomalies()).hasSize(1);
    assertThat(String.join("\n", verdict.anomalies().get(0).argument()))
        .isEqualTo(argument.strip());
  }

  @Test
  void a_stale_read_closes_a_cycle() {
    convicts(
        new Register(),
        """
        0.1s p1 invoke write 1
        0.2s p1 ok     write 1
        0.3s p2 invoke write 2
        0.4s p2 ok     write 2
        0.5s p3 invoke read
        0.6s p3 ok     read 1
        """,
        """
        p1's write 1 ended (0.200s) before p2's write 2 began (0.300s).
        p2's write 2 ended (0.400s) before p3's read 1 began (0.500s).
        p3's read 1 reads what p1's write 1 wrote, and p2's write 2 comes before that read, \
        so it comes before p1's write 1 as well.
        So p1's write 1 comes before p2's write 2, and p2's write 2 before p1's write 1: a \
        contradiction.
        """);
  }

  @Test
  void a_read_from_the_future_closes_a_cycle() {
    convicts(
        new Register(),
        """
        0.1s p3 invoke read
        0.2s p3 ok     read 1
        0.3s p1 invoke write 1
        0.4s p1 ok     write 1
        """,
        """
        p3's read 1 ended (0.200s) before p1's write 1 began (0.300s).
        p3's read 1 reads what p1's write 1 wrote, so it comes after that.
        So p3's read 1 comes before p1's write 1, and p1's write 1 before p3's read 1: a \
        contradiction.
        """);
  }

  @Test
  void two_reads_that_disagree_on_the_order_of_two_writes_close_a_cycle() {
    convicts(
        new Register(),
        """
        0.1s p1 invoke write 1
        0.1s p2 invoke write 2
        0.3s p3 invoke read
        0.4s p3 ok     read 1
        0.5s p3 invoke read
        0.6s p3 ok     read 2
        0.7s p4 invoke read
        0.8s p4 ok     read 1
        0.9s p1 ok     write 1
        0.9s p2 ok     write 2
        """,
        """
        p3's read 1 reads what p1's write 1 wrote, so it comes after that.
        p3's read 1 ended (0.400s) before p3's read 2 began (0.500s).
        p3's read 2 reads what p2's write 2 wrote, and p1's write 1 comes before that read, \
        so it comes before p2's write 2 as well.
        p3's read 2 reads what p2's write 2 wrote, so it comes after that.
        p3's read 2 ended (0.600s) before p4's read 1 began (0.700s).
        p4's read 1 reads what p1's write 1 wrote, and p2's write 2 comes before that read, \
        so it comes before p1's write 1 as well.
        So p1's write 1 comes before p2's write 2, and p2's write 2 before p1's write 1: a \
        contradiction.
        """);
  }

  @Test
  void an_empty_read_after_a_write_closes_a_cycle() {
    convicts(
        new Register(),
        """
        0.1s p1 invoke write 1
        0.2s p1 ok     write 1
        0.3s p3 invoke read
        0.4s p3 ok     read
        """,
        """
        p1's write 1 ended (0.200s) before p3's read began (0.300s).
        p3's read reads what was there at first, so it comes before p1's write 1.
        So p1's write 1 comes before p3's read, and p3's read before p1's write 1: a \
        contradiction.
        """);
  }

  @Test
  void a_value_that_nobody_wrote_is_impossible_at_any_time() {
    convicts(
        new Register(),
        """
        0.1s p1 invoke write 1
        0.2s p1 ok     write 1
        0.3s p3 invoke read
        0.4s p3 ok     read 7
        """,
        """
        p3's read 7 cannot come first, for 7 is read while the register holds null: a \
        contradiction.
        """);
  }

  @Test
  void a_lock_that_two_hold_is_argued_step_by_step() {
    convicts(
        new OwnerAwareMutex(),
        """
        0.1s p1 invoke acquire
        0.2s p1 ok     acquire
        0.3s p2 invoke acquire
        0.4s p2 ok     acquire
        0.5s p1 invoke release
        0.6s p1 ok     release
        """,
        """
        p1's acquire comes first: it ended (0.200s) before the others began.
        p2's acquire cannot come next, for p2 acquires while p1 holds; p1's release began \
        only later: a contradiction.
        """);
  }

  @Test
  void where_several_may_come_first_each_case_is_refuted() {
    convicts(
        new Mutex(),
        """
        0.1s p1 invoke acquire
        0.1s p2 invoke acquire
        0.2s p1 ok     acquire
        0.4s p2 ok     acquire
        """,
        """
        Either p1's acquire comes first:
          p2's acquire cannot come next, for the lock is acquired while it is held: a \
        contradiction.
        Or p2's acquire comes first:
          p1's acquire cannot come next, for the lock is acquired while it is held: a \
        contradiction.
        """);
  }

  @Test
  void a_cas_is_argued_case_by_case() {
    convicts(
        new CasRegister(),
        """
        0.1s p1 invoke write 1
        0.2s p1 ok     write 1
        0.3s p2 invoke cas [1 2]
        0.3s p3 invoke cas [1 3]
        0.4s p2 ok     cas [1 2]
        0.4s p3 ok     cas [1 3]
        """,
        """
        p1's write 1 comes first: it ended (0.200s) before the others began.
        Either p2's cas [1 2] comes next:
          p3's cas [1 3] cannot come next, for a cas from 1 succeeds while the register holds \
        2: a contradiction.
        Or p3's cas [1 3] comes next:
          p2's cas [1 2] cannot come next, for a cas from 1 succeeds while the register holds \
        3: a contradiction.
        """);
  }

  @Test
  void a_stale_write_is_argued_step_by_step() {
    convicts(
        new FencedLock(),
        """
        0.1s p1 invoke acquire
        0.2s p1 ok     acquire token 1
        0.3s p2 invoke acquire
        0.4s p2 ok     acquire token 2
        0.5s p2 invoke write token 2 value 7
        0.6s p2 ok     write token 2 value 7
        0.7s p1 invoke write token 1 value 8
        0.8s p1 ok     write token 1 value 8
        """,
        """
        p2's acquire token 2 comes first: it ended (0.400s) before the others began.
        p2's write token 2 value 7 comes next: it ended (0.600s) before the others began.
        p1's write token 1 value 8 cannot come next, for token 1 is written after token 2: a \
        contradiction.
        """);
  }

  @Test
  void a_proof_of_many_cases_is_counted() {
    convicts(
        new Mutex(),
        """
        0.1s p1 invoke acquire
        0.1s p2 invoke acquire
        0.1s p3 invoke acquire
        0.1s p4 invoke acquire
        0.1s p5 invoke release
        0.1s p6 invoke release
        0.2s p1 ok     acquire
        0.2s p2 ok     acquire
        0.2s p3 ok     acquire
        0.2s p4 ok     acquire
        0.2s p5 ok     release
        0.2s p6 ok     release
        """,
        """
        These cannot be ordered: p1's acquire; p2's acquire; p3's acquire; p4's acquire; p5's \
        release; p6's release.
        All 48 ways to order them were tried as far as they go; what ends them, most often: \
        the lock is acquired while it is held (48 times).
        """);
  }
}
