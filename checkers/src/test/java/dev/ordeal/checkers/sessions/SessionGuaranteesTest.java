package dev.ordeal.checkers.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import org.junit.jupiter.api.Test;

class SessionGuaranteesTest {

  /** One line per operation that is ok, in the order given. */
  private static Verdict register(String lines) {
    return SessionGuarantees.ofRegister().check(done(lines));
  }

  private static History done(String lines) {
    var text = new StringBuilder();
    for (String line : lines.lines().toList()) {
      String[] words = line.split(" ", 3);
      String input = words[1].equals("write") ? " " + words[2] : "";
      text.append(words[0] + " invoke " + words[1] + input + "\n");
      text.append(words[0] + " ok " + words[1] + " " + words[2] + "\n");
    }
    return History.parse(text.toString());
  }

  private static void breaks(Verdict verdict, String... names) {
    assertThat(verdict.anomalies()).extracting(Anomaly::name).containsExactly(names);
  }

  private static void holds(Verdict verdict) {
    assertThat(verdict.validity()).as(verdict.toString()).isEqualTo(Validity.VALID);
  }

  @Test
  void a_session_that_misses_its_own_write_cannot_read_its_writes() {
    var verdict =
        register(
            """
            p0 write 1
            p0 read nil
            """);
    breaks(verdict, "read-your-writes");
    assertThat(verdict.anomalies().get(0).because())
        .isEqualTo(
            """
            no order of the versions of the register keeps read-your-writes:
              nil comes before 1, because every register begins with it;
              1 comes before nil, because p0 wrote 1 and then read nil (read-your-writes):\
             a contradiction\
            """);
  }

  @Test
  void what_another_session_misses_is_not_promised() {
    holds(
        register(
            """
            p0 write 1
            p1 read nil
            """));
  }

  @Test
  void a_session_that_reads_back_and_forth_breaks_monotonic_reads() {
    breaks(
        register(
            """
            p0 write 1
            p1 write 2
            p2 read 1
            p2 read 2
            p2 read 1
            """),
        "monotonic-reads");
  }

  @Test
  void two_sessions_that_read_opposite_orders_break_monotonic_reads_between_them() {
    var verdict =
        register(
            """
            p0 write 1
            p1 write 2
            p2 read 1
            p2 read 2
            p3 read 2
            p3 read 1
            """);
    breaks(verdict, "monotonic-reads");
    assertThat(verdict.anomalies().get(0).because())
        .contains("1 comes before 2, because p2 read 1 and then read 2")
        .contains("2 comes before 1, because p3 read 2 and then read 1");
    assertThat(verdict.anomalies().get(0).witness()).hasSize(12);
  }

  @Test
  void a_stale_read_alone_is_allowed() {
    holds(
        register(
            """
            p0 write 1
            p0 write 2
            p1 read 1
            p1 read 1
            p1 read 2
            """));
  }

  @Test
  void writes_seen_in_the_wrong_order_break_monotonic_writes() {
    var verdict =
        register(
            """
            p0 write 1
            p0 write 2
            p1 read 2
            p1 read 1
            """);
    breaks(verdict, "monotonic-writes");
    assertThat(verdict.anomalies().get(0).because())
        .startsWith(
            "no order of the versions of the register keeps monotonic-reads and"
                + " monotonic-writes");
  }

  @Test
  void monotonic_writes_alone_are_never_refuted_by_what_one_register_shows() {
    holds(
        SessionGuarantees.ofRegister()
            .only(Guarantee.MONOTONIC_WRITES)
            .check(
                done(
                    """
                    p0 write 1
                    p0 write 2
                    p1 read 2
                    p1 read 1
                    """)));
  }

  @Test
  void an_answer_seen_before_its_question_breaks_writes_follow_reads() {
    breaks(
        register(
            """
            p0 write 1
            p1 read 1
            p1 write 2
            p2 read 2
            p2 read 1
            """),
        "writes-follow-reads");
  }

  @Test
  void a_session_that_reads_what_it_will_write_breaks_writes_follow_reads() {
    breaks(
        register(
            """
            p0 read 1
            p0 write 1
            """),
        "writes-follow-reads");
  }

  @Test
  void each_guarantee_that_is_broken_by_itself_is_shown() {
    breaks(
        register(
            """
            p0 write 1
            p0 read nil
            p1 write 2
            p1 read 2
            p2 read 2
            p2 read nil
            """),
        "read-your-writes",
        "monotonic-reads");
  }

  @Test
  void keys_are_judged_apart() {
    var history =
        done(
            """
            p0 write [x 1]
            p0 write [y 1]
            p1 read [y 1]
            p1 read [x nil]
            """);
    holds(SessionGuarantees.ofKeys().check(history));
    breaks(
        SessionGuarantees.ofKeys()
            .check(
                done(
                    """
                    p0 write [x 1]
                    p0 write [y 1]
                    p0 read [x 1]
                    p0 read [y nil]
                    """)),
        "read-your-writes");
  }

  @Test
  void a_write_that_nobody_saw_end_happened_if_somebody_read_it() {
    var verdict =
        SessionGuarantees.ofRegister()
            .check(
                History.parse(
                    """
                    p0 invoke write 1
                    p0 info write 1 ! timeout
                    p1 invoke read
                    p1 ok read 1
                    p1 invoke read
                    p1 ok read
                    """));
    breaks(verdict, "monotonic-reads");
  }

  @Test
  void a_read_of_a_failed_write_is_an_aborted_read() {
    var verdict =
        SessionGuarantees.ofRegister()
            .check(
                History.parse(
                    """
                    p0 invoke write 1
                    p0 fail write 1 ! refused
                    p1 invoke read
                    p1 ok read 1
                    """));
    breaks(verdict, "aborted-read");
    assertThat(verdict.anomalies().get(0).witness()).hasSize(4);
  }

  @Test
  void a_read_of_what_nobody_wrote_is_a_garbage_read() {
    breaks(register("p0 read 1"), "garbage-read");
  }

  @Test
  void a_value_written_twice_leaves_its_register_unknown() {
    var verdict =
        register(
            """
            p0 write 1
            p1 write 1
            p1 read 1
            """);
    assertThat(verdict.validity()).isEqualTo(Validity.UNKNOWN);
    assertThat(verdict.reason()).contains("p1 invoke write 1").contains("written twice");
  }

  @Test
  void a_write_of_the_initial_value_leaves_its_register_unknown() {
    var verdict =
        register(
            """
            p0 write nil
            p0 read nil
            """);
    assertThat(verdict.validity()).isEqualTo(Validity.UNKNOWN);
    assertThat(verdict.reason()).contains("every register begins with it");
  }

  @Test
  void a_failed_write_may_be_tried_again() {
    holds(
        SessionGuarantees.ofRegister()
            .check(
                History.parse(
                    """
                    p0 invoke write 1
                    p0 fail write 1
                    p0 invoke write 1
                    p0 ok write 1
                    p0 invoke read
                    p0 ok read 1
                    """)));
  }

  @Test
  void a_register_that_is_broken_convicts_whatever_is_unknown_of_others() {
    breaks(
        SessionGuarantees.ofKeys()
            .check(
                done(
                    """
                    p0 write [x 1]
                    p1 write [x 1]
                    p0 write [y 1]
                    p0 read [y nil]
                    """)),
        "read-your-writes");
  }

  @Test
  void values_that_name_no_key_are_unknown_and_the_cure_is_named() {
    var verdict =
        SessionGuarantees.ofKeys()
            .check(
                done(
                    """
                    p0 write 1
                    p0 read 1
                    """));
    assertThat(verdict.validity()).isEqualTo(Validity.UNKNOWN);
    assertThat(verdict.reason()).contains("does not say [key value]");
  }

  @Test
  void what_nobody_read_proves_nothing() {
    assertThat(register("p0 write 1").validity()).isEqualTo(Validity.UNKNOWN);
  }

  @Test
  void a_valid_verdict_shows_an_order_of_versions() {
    var verdict =
        register(
            """
            p0 write 2
            p1 write 1
            p2 read 1
            p2 read 2
            """);
    assertThat(verdict.stats().get("version-orders").toString())
        .isEqualTo("[the register: nil 1 2]");
  }
}
