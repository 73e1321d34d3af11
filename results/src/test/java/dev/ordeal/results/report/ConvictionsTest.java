package dev.ordeal.results.report;

import static dev.ordeal.results.report.ReportsTest.DIR;
import static dev.ordeal.results.report.ReportsTest.STALE;
import static dev.ordeal.results.report.ReportsTest.conclude;
import static dev.ordeal.results.report.ReportsTest.golden;
import static dev.ordeal.results.report.ReportsTest.render;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.history.History;
import dev.ordeal.history.Notation;
import dev.ordeal.history.Op;
import dev.ordeal.results.Samples;
import dev.ordeal.results.run.RunInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What somebody who did not write the system finds in a conviction without digging. */
class ConvictionsTest {
  private static final String TORN =
      """
      0.000s nemesis invoke slow id s
      0.001s nemesis info   slow everybody {n1 [n2 n3] n2 [n1 n3] n3 [n1 n2]} sync "8 ms" bit false
      1.000s p7 invoke txn [[append k8 376] [append k9 378]]
      1.050s nemesis invoke hit id a
      1.051s nemesis info   hit id a
      1.100s nemesis invoke kill id a
      1.101s nemesis info   kill nodes [n1] bit true probe "n1 has no process, and was refused"
      1.500s nemesis invoke restart id a
      1.501s nemesis info   restart nodes [n1]
      2.000s p7 info txn [[append k8 376] [append k9 378]] ! "no answer from n1 in 1000 ms"
      3.000s p5 invoke txn [[r k8 nil] [r k3 nil]]
      3.100s p5 ok txn [[r k8 [2 4 6 8 10 12 14 16 18 20 376 22 24 26]] [r k3 [1 3 5 7 9 11 13 15]]]
      4.000s nemesis invoke kill id b
      4.001s nemesis info   kill nodes [n2] bit true probe "n2 has no process, and was refused"
      4.500s nemesis invoke restart id b
      4.501s nemesis info   restart nodes [n2]
      8.000s nemesis invoke heal
      8.001s nemesis info   heal
      9.000s p6 invoke txn [[r k9 nil]]
      9.100s p6 ok txn [[r k9 [1 3 5 7 9 11 13 15 17 19 21 23 25 27 29 31 33]]]
      """;

  @Test
  void of_long_values_what_the_sentence_names_is_the_last_to_be_left_out() {
    List<Long> many = LongStream.range(100, 140).boxed().toList();
    List<Long> others = LongStream.range(200, 240).boxed().toList();
    var txn =
        List.of(List.of("r", "k1", many), List.of("append", "k2", 7), List.of("r", "k3", others));
    assertThat(ValueText.of(txn, Set.of(), 70))
        .isEqualTo("[[r k1 [100 ... 37 more ... 138 139]] [append k2 7] [r k... (89 chars)");
    assertThat(ValueText.of(txn, Set.of("k1", "120"), 86))
        .isEqualTo(
            "[[r k1 [... 20 more ... 120 ... 19 more ...]] [append k2 7] [r k3 [... 40 more"
                + " ...]]]");
    assertThat(ValueText.of(txn, Set.of("k2"), 70))
        .isEqualTo("[[r k1 [... 40 more ...]] [append k2 7] [r k3 [... 40 more ...]]]");
    assertThat(ValueText.of(txn, Set.of("k2"), 45))
        .isEqualTo("[... 1 more [append k2 7] ... 1 more]");
    assertThat(ValueText.of(many, Set.of("120"), 45))
        .isEqualTo("[... 20 more ... 120 ... 19 more ...]");
  }

  private static RunInfo under(Map<String, String> kinds, String trial) {
    RunInfo info = Samples.info(trial);
    return new RunInfo(
        info.trial(),
        info.started(),
        info.seed(),
        info.workload(),
        info.checker(),
        info.cluster(),
        info.concurrency(),
        info.timeLimit(),
        new RunInfo.Faults("as they come", kinds),
        info.expected(),
        info.options(),
        info.commit(),
        info.environment(),
        info.again());
  }

  @Test
  void of_many_faults_those_are_shown_that_were_there_while_something_was_under_way()
      throws IOException {
    History history = History.parse(TORN);
    var because =
        "p7 appended 376 to k8 and 378 to k9 in one transaction, and p5 sees the first, but nobody"
            + " ever sees the second";
    List<Op> witness = history.stream().filter(op -> !op.isNemesis()).toList();
    var anomaly = new Anomaly("fractured-commit", because, witness);
    String text =
        VerdictText.render(
            under(Map.of("kill", "restart", "slow", "heal-slow"), "2pc"),
            history,
            conclude(history, Verdict.of(List.of(anomaly))),
            DIR);
    assertThat(text)
        .contains("faults then: kill n1 (1.100s to 1.501s); besides 1 x slow, 1 x kill")
        .contains("[r k8 [... 10 more ... 376 ... 3 more ...]]")
        .contains("p7      info   txn     ! \"no answer from n1 in 1000 ms\"")
        .doesNotContain("hit");
    golden("torn-transaction", text);
  }

  @Test
  void a_fault_is_there_from_when_it_was_asked_for_as_it_bites_before_it_is_reported() {
    History history =
        History.parse(
            """
            1s nemesis invoke kill
            2s p0 invoke txn 1
            3s p0 info txn 1 ! "lost the connection"
            4s nemesis info kill nodes [n1] bit true
            5s nemesis invoke restart
            5s nemesis info restart
            6s nemesis invoke kill
            6s nemesis info kill nodes [n2] bit true
            7s nemesis invoke restart
            7s nemesis info restart
            8s p1 invoke txn 2
            9s p1 ok txn 2
            """);
    List<Op> witness = history.stream().filter(op -> !op.isNemesis()).toList();
    var conclusion = conclude(history, Verdict.of(List.of(new Anomaly("odd", "it is", witness))));
    RunInfo info = under(Map.of("kill", "restart"), "2pc");
    assertThat(VerdictText.render(info, history, conclusion, DIR))
        .contains("faults then: kill n1 (1.000s to 5.000s); besides 1 x kill");
  }

  @Test
  void no_number_is_torn_from_what_it_counts_by_the_end_of_a_line() {
    for (int shift = 0; shift < 12; shift++) {
      var screen = new Screen().paragraph("", "x".repeat(96 + shift) + " took 2.536 s", 3);
      assertThat(screen.text().lines()).noneMatch(line -> line.endsWith("2.536"));
    }
  }

  @Test
  void a_partition_is_told_by_its_sides() {
    History history =
        History.parse(
            """
            1s nemesis invoke partition
            2s nemesis info partition halves {n1 [n3] n2 [n3] n3 [n1 n2]} cut blackhole bit true
            3s p0 invoke read
            4s p0 ok read 1
            """);
    var anomaly = new Anomaly("stale-read", "1 is old", List.of(history.get(2), history.get(3)));
    var conclusion = conclude(history, Verdict.of(List.of(anomaly)));
    assertThat(
            VerdictText.render(
                under(Map.of("partition", "mend"), "ring"), history, conclusion, DIR))
        .contains("faults then: partition halves (n1 n2 | n3) cut blackhole (since 1.000s)");
  }

  @Test
  void what_a_trial_is_convicted_of_stands_in_whole_however_long_its_name_is() {
    History history = History.parse(STALE);
    String name = "AtomicRingTrial.simulated_without_syncs_on_disks_that_lose_power";
    var anomalies = new ArrayList<Anomaly>();
    for (String kind : List.of("lost-write", "stale-read", "divergent-replicas")) {
      anomalies.add(new Anomaly(kind, "it is", history.stream().toList()));
    }
    var conclusion = conclude(history, Verdict.of(anomalies));
    assertThat(FailureText.render(Samples.info(name), history, conclusion, DIR))
        .startsWith(
            name + " is INVALID:\n  lost-write, stale-read, divergent-replicas in 3 operations\n");
  }

  @Test
  void the_note_stands_where_the_promise_is_broken_and_is_never_left_out() {
    var text = new StringBuilder("p0 invoke write 0\n");
    for (int i = 1; i < 30; i++) {
      text.append("p%d invoke read\np%d ok read %d\n".formatted(i, i, i));
    }
    History history = History.parse(text + "p0 ok write 0\n");
    List<Op> witness = history.stream().toList();
    for (int at : new int[] {0, 1, 20, 40, 58, 59}) {
      var anomaly = new Anomaly("odd", "it is odd", witness, List.of(), witness.get(at));
      String shown = render(history, conclude(history, Verdict.of(List.of(anomaly))));
      String op = Notation.withoutTime(witness.get(at)).replaceAll("  +", " ");
      assertThat(shown.lines().filter(line -> line.endsWith("  <- odd")))
          .singleElement()
          .satisfies(line -> assertThat(line.replaceAll("  +", " ")).contains(op));
      assertThat(shown.lines()).hasSizeLessThanOrEqualTo(FailureText.LINES);
    }
  }
}
