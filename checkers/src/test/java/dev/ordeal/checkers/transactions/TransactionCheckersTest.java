package dev.ordeal.checkers.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import dev.ordeal.history.Notation;
import dev.ordeal.history.Op;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TransactionCheckersTest {
  private static final String OPENED =
      """
      0.1s p0 invoke open a 10 b 10
      0.2s p0 ok open a 10 b 10
      """;

  @Test
  void money_that_leaves_and_never_arrives_is_a_fractured_commit_shown_with_the_crash() {
    Verdict verdict =
        bank(
            OPENED
                + """
                1.0s p1 invoke transfer from a to b amount 3
                1.0s nemesis invoke hit id "60 ok"
                1.0s nemesis info hit id "60 ok"
                1.1s nemesis invoke kill n1
                1.2s nemesis info kill n1
                4.0s p1 info transfer from a to b amount 3
                5.0s p2 invoke read [a b]
                5.1s p2 ok read a 7 b 10
                """);
    assertThat(names(verdict)).containsExactly("fractured-commit", "wrong-total");
    Anomaly anomaly = verdict.anomalies().get(0);
    assertThat(anomaly.because())
        .isEqualTo(
            "p1's transfer of 3 from a to b was taken from a and never reached b:"
                + " no other single cause explains the balances in the end");
    assertThat(Notation.printAligned(anomaly.witness()))
        .isEqualTo(
            """
            1.000s  p1      invoke transfer from a to b amount 3
            1.200s  nemesis info   kill     n1
            4.000s  p1      info   transfer from a to b amount 3
            5.000s  p2      invoke read     [a b]
            5.100s  p2      ok     read     a 7 b 10
            """);
  }

  @Test
  void a_total_that_comes_right_again_was_no_snapshot() {
    Verdict verdict =
        bank(
            OPENED
                + """
                1.0s p1 invoke transfer from a to b amount 3
                1.1s p2 invoke read [a b]
                1.2s p2 ok read a 7 b 10
                1.3s p1 ok transfer from a to b amount 3
                2.0s p3 invoke read [a b]
                2.1s p3 ok read a 7 b 13
                """);
    assertThat(names(verdict)).containsExactly("read-skew");
    assertThat(verdict.anomalies().get(0).because())
        .isEqualTo(
            "what p2 reads adds up to 17, and what is read later to 20 again:"
                + " that was no snapshot");
  }

  @Test
  void a_transfer_that_nobody_saw_end_may_have_happened_or_not() {
    for (String balances : List.of("a 10 b 10", "a 7 b 13")) {
      String read =
          """
          1.0s p1 invoke transfer from a to b amount 3
          2.0s p1 info transfer from a to b amount 3
          5.0s p2 invoke read [a b]
          5.1s p2 ok read %s
          """;
      assertThat(bank(OPENED + read.formatted(balances)).validity()).isEqualTo(Validity.VALID);
    }
  }

  @Test
  void an_acknowledged_transfer_without_a_trace_is_lost_though_the_total_is_right() {
    Verdict verdict =
        bank(
            OPENED
                + """
                1.0s p1 invoke transfer from a to b amount 3
                2.0s p1 ok transfer from a to b amount 3
                5.0s p2 invoke read [a b]
                5.1s p2 ok read a 10 b 10
                """);
    assertThat(names(verdict)).containsExactly("lost-transfer");
  }

  @Test
  void a_read_without_an_acknowledged_transfer_is_stale_though_the_total_is_right() {
    Verdict verdict =
        bank(
            OPENED
                + """
                1.0s p1 invoke transfer from a to b amount 3
                1.1s p1 ok transfer from a to b amount 3
                2.0s p2 invoke read [a b]
                2.1s p2 ok read a 10 b 10
                3.0s p3 invoke read [a b]
                3.1s p3 ok read a 7 b 13
                """);
    assertThat(names(verdict)).containsExactly("stale-read");
    assertThat(verdict.anomalies().get(0).because())
        .isEqualTo(
            "p1's transfer of 3 from a to b was acknowledged, and p2, who began after that, reads"
                + " balances that are explained without it, and not with it");
  }

  @Test
  void what_became_of_many_transfers_that_nobody_saw_end_is_told_by_the_reads() {
    var random = new SplittableRandom(7);
    var balances = new TreeMap<>(Map.of("a", 1_000L, "b", 1_000L, "c", 1_000L));
    var history = new StringBuilder();
    String open = "open" + words(balances);
    step(history, 0, 0, open, open, "ok");
    for (int round = 1; round <= 8; round++) {
      for (int i = 0; i < 8; i++) {
        String from = List.of("a", "b", "c").get(random.nextInt(3));
        String to = from.equals("a") ? "b" : "a";
        long amount = 1 + random.nextInt(40);
        if (random.nextBoolean()) {
          balances.merge(from, -amount, Long::sum);
          balances.merge(to, amount, Long::sum);
        }
        var transfer = "transfer from %s to %s amount %d".formatted(from, to, amount);
        step(history, round + i / 10.0, 10 * round + i, transfer, transfer, "info");
      }
      step(history, round + 0.9, round, "read [a b c]", "read" + words(balances), "ok");
    }
    Verdict verdict = bank(history.toString());
    assertThat(verdict.validity()).isEqualTo(Validity.VALID);
    assertThat(verdict.reason()).contains("was found, and replayed");
  }

  private static void step(
      StringBuilder history, double time, int process, String asked, String seen, String how) {
    history.append("%.2fs p%d invoke %s\n".formatted(time, process, asked));
    history.append("%.2fs p%d %s %s\n".formatted(time + 0.05, process, how, seen));
  }

  private static String words(Map<String, Long> balances) {
    var words = new StringBuilder();
    balances.forEach((account, balance) -> words.append(" %s %d".formatted(account, balance)));
    return words.toString();
  }

  @Test
  void an_account_below_zero_is_named() {
    Verdict verdict =
        bank(
            OPENED
                + """
                1.0s p1 invoke transfer from a to b amount 13
                2.0s p1 ok transfer from a to b amount 13
                5.0s p2 invoke read [a b]
                5.1s p2 ok read a -3 b 23
                """);
    assertThat(names(verdict)).containsExactly("negative-balance");
  }

  @Test
  void half_of_a_transaction_that_stays_away_is_a_fractured_commit() {
    Verdict verdict =
        appends(
            """
            1.0s p1 invoke txn [[append x 1] [append y 1]]
            3.0s p1 info txn [[append x 1] [append y 1]]
            4.0s p2 invoke txn [[r x nil] [r y nil]]
            4.1s p2 ok txn [[r x [1]] [r y nil]]
            """);
    assertThat(names(verdict)).containsExactly("fractured-commit");
  }

  @Test
  void half_of_a_transaction_that_comes_later_is_read_skew() {
    Verdict verdict =
        appends(
            """
            1.0s p1 invoke txn [[append x 1] [append y 1]]
            3.0s p1 info txn [[append x 1] [append y 1]]
            4.0s p2 invoke txn [[r x nil] [r y nil]]
            4.1s p2 ok txn [[r x [1]] [r y nil]]
            5.0s p2 invoke txn [[r x nil] [r y nil]]
            5.1s p2 ok txn [[r x [1]] [r y [1]]]
            """);
    assertThat(names(verdict)).containsExactly("read-skew");
  }

  @Test
  void what_failed_and_what_vanishes_is_told_apart() {
    String text =
        """
        1.0s p1 invoke txn [[append x 1]]
        4.0s p2 invoke txn [[r x nil]]
        4.1s p2 ok txn [[r x [1]]]
        %s
        6.0s p3 invoke txn [[r x nil]]
        6.1s p3 ok txn [[r x nil]]
        """;
    assertThat(names(appends(text.formatted("5.0s p1 fail txn [[append x 1]]"))))
        .contains("aborted-read");
    assertThat(names(appends(text.formatted("5.0s p1 info txn [[append x 1]]"))))
        .contains("dirty-read");
    assertThat(names(appends(text.formatted("5.0s p1 ok txn [[append x 1]]"))))
        .contains("lost-append");
  }

  @Test
  void orders_of_a_list_that_differ_are_incompatible() {
    Verdict verdict =
        appends(
            """
            1.0s p1 invoke txn [[append x 1]]
            1.0s p2 invoke txn [[append x 2]]
            2.0s p1 ok txn [[append x 1]]
            2.0s p2 ok txn [[append x 2]]
            3.0s p3 invoke txn [[r x nil]]
            3.1s p3 ok txn [[r x [1 2]]]
            4.0s p3 invoke txn [[r x nil]]
            4.1s p3 ok txn [[r x [2 1]]]
            """);
    assertThat(names(verdict)).contains("incompatible-order");
  }

  @Test
  void two_who_read_the_same_and_write_lose_an_update() {
    String text =
        """
        1.0s p1 invoke txn [[r x nil] [%1$s x 1]]
        1.1s p2 invoke txn [[r x nil] [%1$s x 2]]
        2.0s p1 ok txn [[r x nil] [%1$s x 1]]
        2.1s p2 ok txn [[r x nil] [%1$s x 2]]
        """;
    assertThat(names(registers(text.formatted("w")))).containsExactly("lost-update");
    assertThat(names(appends(text.formatted("append")))).containsExactly("lost-update");
  }

  @Test
  void a_value_that_was_overwritten_is_stale_for_who_comes_later() {
    Verdict verdict =
        registers(
            """
            1.0s p1 invoke txn [[w x 1]]
            1.1s p1 ok txn [[w x 1]]
            1.2s p1 invoke txn [[w x 2]]
            1.3s p1 ok txn [[w x 2]]
            1.4s p2 invoke txn [[r x nil]]
            1.5s p2 ok txn [[r x 1]]
            """);
    assertThat(names(verdict)).containsExactly("stale-read");
  }

  @Test
  void write_skew_breaks_no_single_law_and_is_found_by_the_search() {
    Verdict verdict =
        registers(
            """
            1.0s p1 invoke txn [[r x nil] [w y 1]]
            1.0s p2 invoke txn [[r y nil] [w x 2]]
            2.0s p1 ok txn [[r x nil] [w y 1]]
            2.0s p2 ok txn [[r y nil] [w x 2]]
            """);
    assertThat(names(verdict)).containsExactly("nonlinearizable");
    assertThat(verdict.anomalies().get(0).witness()).hasSize(4);
  }

  @Test
  void many_transactions_that_nobody_saw_end_do_not_keep_the_search_from_an_answer() {
    var text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append("1.%02ds p%d invoke txn [[r x nil] [w x %d] [w y %d]]\n".formatted(i, i, i, i));
    }
    for (int i = 0; i < 60; i++) {
      text.append("2.%02ds p%d info txn [[r x nil] [w x %d] [w y %d]]\n".formatted(i, i, i, i));
    }
    for (int i = 0; i < 60; i += 2) {
      text.append("3.%02ds p99 invoke txn [[r x nil] [r y nil]]\n".formatted(i));
      text.append("3.%02ds p99 ok txn [[r x %2$d] [r y %2$d]]\n".formatted(i + 1, i));
    }
    Verdict verdict = registers(text.toString());
    assertThat(verdict.validity()).isEqualTo(Validity.VALID);
  }

  @Test
  void a_transaction_that_stays_in_doubt_after_the_heal_is_in_doubt_for_ever() {
    String text =
        """
        1.0s p1 invoke txn [[w x 1]]
        1.1s p1 ok txn [[w x 1]]
        2.0s nemesis invoke heal
        2.1s nemesis info heal
        2.2s p1 invoke doubts
        2.3s p1 ok doubts txns [n1.1.7]
        9.0s p1 invoke doubts
        9.1s p1 ok doubts txns [%s]
        9.2s p2 invoke txn [[r x nil]]
        9.3s p2 ok txn [[r x 1]]
        """;
    assertThat(names(registers(text.formatted("n1.1.7 n1.1.9"))))
        .containsExactly("in-doubt-for-ever");
    assertThat(registers(text.formatted("")).validity()).isEqualTo(Validity.VALID);
    Verdict other = registers(text.formatted("n1.1.9"));
    assertThat(other.validity()).isEqualTo(Validity.UNKNOWN);
    assertThat(other.reason())
        .isEqualTo("decided: 1 transactions were in doubt when the time was over");
  }

  @Test
  void what_is_written_twice_cannot_be_judged() {
    Verdict verdict =
        registers(
            """
            1.0s p1 invoke txn [[w x 1]]
            1.1s p1 ok txn [[w x 1]]
            1.2s p1 invoke txn [[w x 1]]
            1.3s p1 ok txn [[w x 1]]
            """);
    assertThat(verdict.validity()).isEqualTo(Validity.UNKNOWN);
  }

  @Test
  void an_answer_of_other_steps_is_malformed() {
    Verdict verdict =
        registers(
            """
            1.0s p1 invoke txn [[w x 1]]
            1.1s p1 ok txn [[w x 2]]
            """);
    assertThat(names(verdict)).containsExactly("malformed-answer");
  }

  private static Verdict bank(String text) {
    return judge(TransactionCheckers.bank(), text);
  }

  private static Verdict registers(String text) {
    return judge(TransactionCheckers.registers(), text);
  }

  private static Verdict appends(String text) {
    return judge(TransactionCheckers.appends(), text);
  }

  /** Of histories without a heal, nothing is asked about the end. */
  private static Verdict judge(Checker checker, String text) {
    var history = History.parse(text);
    Verdict verdict = checker.check(history);
    return history.last(Op.Type.INFO, "heal").isPresent()
        ? verdict
        : Objects.requireNonNull(verdict.parts().get("strictly-serializable"));
  }

  private static List<String> names(Verdict verdict) {
    return verdict.anomalies().stream().map(Anomaly::name).toList();
  }
}
