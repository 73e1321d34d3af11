package dev.ordeal.checkers.sessions;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequentialConsistencyTest {

  /** One line per operation that is ok, in the order given. */
  private static Verdict keys(String lines) {
    var text = new StringBuilder();
    for (String line : lines.lines().toList()) {
      String[] words = line.split(" ", 3);
      text.append(words[0] + " invoke " + words[1] + " " + words[2] + "\n");
      text.append(words[0] + " ok " + words[1] + " " + words[2] + "\n");
    }
    return SequentialConsistency.ofKeys().check(History.parse(text.toString()));
  }

  private static void holds(Verdict verdict) {
    assertThat(verdict.validity()).as(verdict.toString()).isEqualTo(Validity.VALID);
  }

  private static void breaks(Verdict verdict, int operations) {
    assertThat(verdict.validity()).as(verdict.toString()).isEqualTo(Validity.INVALID);
    assertThat(verdict.anomalies()).hasSize(1);
    assertThat(verdict.anomalies().get(0).name()).isEqualTo("sequential-consistency");
    assertThat(verdict.anomalies().get(0).witness()).hasSize(2 * operations);
  }

  @Test
  void store_buffering_has_no_order() {
    var verdict =
        keys(
            """
            p0 write [x 1]
            p1 write [y 2]
            p0 read [y nil]
            p1 read [x nil]
            """);
    breaks(verdict, 4);
    assertThat(verdict.anomalies().get(0).because())
        .isEqualTo(
            """
            what the sessions saw would put an operation before itself:
              p0 wrote 1 of x before p0 read nil of y, in its own order
              p0 read nil of y before p1 wrote 2 of y, which ends the initial value
              p1 wrote 2 of y before p1 read nil of x, in its own order
              p1 read nil of x before p0 wrote 1 of x, which ends the initial value:\
             a contradiction\
            """);
  }

  @Test
  void stale_reads_have_an_order_while_sessions_do_not_look_back() {
    holds(
        keys(
            """
            p0 write [x 1]
            p1 read [x nil]
            p1 read [x 1]
            p0 write [x 2]
            p2 read [x 1]
            """));
  }

  @Test
  void message_passing_must_not_arrive_before_what_it_tells_of() {
    breaks(
        keys(
            """
            p0 write [x 1]
            p0 write [y 1]
            p1 read [y 1]
            p1 read [x nil]
            """),
        4);
  }

  @Test
  void readers_must_agree_on_the_order_of_independent_writes() {
    breaks(
        keys(
            """
            p0 write [x 1]
            p1 write [y 1]
            p2 read [x 1]
            p2 read [y nil]
            p3 read [y 1]
            p3 read [x nil]
            """),
        6);
  }

  @Test
  void what_was_derived_is_told_with_its_reasons() {
    var verdict =
        keys(
            """
            p0 write [x a]
            p0 write [x b]
            p0 read [y nil]
            p1 write [y c]
            p1 read [x a]
            """);
    breaks(verdict, 5);
    assertThat(verdict.anomalies().get(0).because())
        .isEqualTo(
            """
            what the sessions saw would put an operation before itself:
              p0 wrote a of x before p0 wrote b of x, in its own order
              p0 wrote b of x before p0 wrote a of x, since p1 read a of x after the former:
                p0 wrote b of x before p0 read nil of y, in its own order
                p0 read nil of y before p1 wrote c of y, which ends the initial value
                p1 wrote c of y before p1 read a of x, in its own order: a contradiction\
            """);
  }

  @Test
  void one_register_read_in_two_orders_has_no_order() {
    breaks(
        keys(
            """
            p0 write [x 1]
            p1 write [x 2]
            p2 read [x 1]
            p2 read [x 2]
            p3 read [x 2]
            p3 read [x 1]
            """),
        6);
  }

  @Test
  void load_buffering_reads_from_the_future() {
    breaks(
        keys(
            """
            p0 read [x 1]
            p0 write [y 1]
            p1 read [y 1]
            p1 write [x 1]
            """),
        4);
  }

  @Test
  void registers_that_are_right_one_by_one_can_be_wrong_together() {
    var lines =
        """
        p0 write [x 1]
        p0 write [y 1]
        p0 read [y 2]
        p1 write [y 2]
        p1 write [x 2]
        p1 read [x 1]
        """;
    breaks(keys(lines), 6);
    for (String key : List.of("x", "y")) {
      var alone = new ArrayList<String>(lines.lines().toList());
      alone.removeIf(line -> !line.contains(key));
      holds(keys(String.join("\n", alone)));
    }
  }

  /**
   * Whichever of a and b is written first, and whichever of c and d, two of the readers object; but
   * no two operations must come in one order in all four cases, so saturation is silent.
   */
  @Test
  void where_every_choice_fails_only_the_search_can_tell() {
    var writers =
        """
        p0 write [x a]
        p1 write [x b]
        p2 write [y c]
        p3 write [y d]
        """;
    var readers =
        """
        p4 read [x b]
        p4 read [y c]
        p5 read [y d]
        p5 read [x a]
        p6 read [x b]
        p6 read [y d]
        p7 read [y c]
        p7 read [x a]
        p8 read [x a]
        p8 read [y c]
        p9 read [y d]
        p9 read [x b]
        p10 read [x a]
        p10 read [y d]
        p11 read [y c]
        p11 read [x b]
        """;
    var verdict = keys(writers + readers);
    breaks(verdict, 20);
    assertThat(verdict.stats()).containsEntry("algorithm", "saturation-and-search");
    assertThat(verdict.anomalies().get(0).because())
        .isEqualTo("none of the orders of these 20 operations explains what the sessions saw");
    for (int session = 4; session < 12; session++) {
      var spared = "p" + session + " ";
      holds(
          keys(
              writers
                  + readers
                      .lines()
                      .filter(line -> !line.startsWith(spared))
                      .collect(joining("\n"))));
    }
  }

  @Test
  void a_write_that_nobody_saw_end_may_never_happen() {
    holds(
        SequentialConsistency.ofRegister()
            .check(
                History.parse(
                    """
                    p0 invoke write 1
                    p0 info write 1 ! timeout
                    p1 invoke read
                    p1 ok read
                    """)));
  }

  @Test
  void a_read_of_a_failed_write_is_an_aborted_read() {
    var verdict =
        SequentialConsistency.ofRegister()
            .check(
                History.parse(
                    """
                    p0 invoke write 1
                    p0 fail write 1 ! refused
                    p1 invoke read
                    p1 ok read 1
                    """));
    assertThat(verdict.anomalies().get(0).name()).isEqualTo("aborted-read");
  }

  @Test
  void a_value_written_twice_leaves_it_unknown() {
    var verdict =
        keys(
            """
            p0 write [x 1]
            p1 write [x 1]
            p1 read [x 1]
            """);
    assertThat(verdict.validity()).isEqualTo(Validity.UNKNOWN);
    assertThat(verdict.reason()).contains("p1 invoke write [x 1]").contains("written twice");
  }

  @Test
  void a_spent_budget_is_unknown() {
    var history =
        History.parse(
            """
            p0 invoke write 2
            p0 ok write 2
            p1 invoke write 1
            p1 ok write 1
            p2 invoke read
            p2 ok read 2
            p3 invoke read
            p3 ok read 1
            p3 invoke read
            p3 ok read 2
            p4 invoke read
            p4 ok read 1
            """);
    holds(SequentialConsistency.ofRegister().check(history));
    var verdict = SequentialConsistency.ofRegister().budget(1).check(history);
    assertThat(verdict.validity()).isEqualTo(Validity.UNKNOWN);
    assertThat(verdict.reason()).contains("raise the budget");
  }
}
