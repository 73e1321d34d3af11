package dev.ordeal.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.EvidenceOf;
import dev.ordeal.checkers.Expectations;
import dev.ordeal.checkers.Phase;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.results.Samples;
import dev.ordeal.results.run.Conclusion;
import dev.ordeal.results.run.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Every kind of report, pinned; {@code -Dordeal.golden=write} writes the files anew. */
class ReportsTest {
  static final Path DIR = Path.of("results/runs/lock/2026-11-21T10.22.31.123Z");
  private static final RunInfo INFO = Samples.info("lock");

  @Test
  void a_broken_lock_shows_who_broke_it_and_which_fault_was_there() throws IOException {
    History history = History.parse(Samples.VIOLATION);
    golden("lock-violation", render(history, Samples.judge(history)));
  }

  @Test
  void many_anomalies_are_counted_by_kind_and_the_first_is_shown() throws IOException {
    var ops = new ArrayList<Op>();
    for (int i = 0; i < 1463; i++) {
      Op add = Op.invoke("add", i).withProcess(1).withTime(i * 20_000_000L);
      ops.add(add);
      ops.add(add.ok().withTime(i * 20_000_000L + 12_000_000));
    }
    Op read = Op.invoke("read").withProcess(1).withTime(30_000_000_000L);
    ops.add(read);
    ops.add(read.ok(LongStream.range(2000, 3527).boxed().toList()).withTime(30_026_000_000L));
    History history = History.of(ops);
    Op last = history.get(history.size() - 1);
    var anomalies = new ArrayList<Anomaly>();
    for (int i = 0; i < 1463; i++) {
      Op ok = history.get(2 * i + 1);
      anomalies.add(
          Anomaly.of("lost-element", i + " was acknowledged, the last read lacks it", ok, last));
    }
    anomalies.add(Anomaly.of("stale-read", "read what was gone", last));
    golden("many-anomalies", render(history, conclude(history, Verdict.of(anomalies))));
  }

  @Test
  void giant_values_are_elided_and_their_counts_kept() throws IOException {
    List<Long> giant = LongStream.range(0, 1527).boxed().toList();
    Op write =
        Op.invoke("write", List.of(giant, "x".repeat(100_000))).withProcess(0).withTime(1_000_000);
    Op deep = Op.invoke("nest", List.of(List.of(List.of(List.of(List.of(List.of(List.of(1))))))));
    History history =
        History.of(
            List.of(
                write,
                write.info("e".repeat(5000)).withTime(2_000_000),
                deep.withProcess(1).withTime(3_000_000),
                deep.withProcess(1).ok(giant).withTime(4_000_000)));
    var anomaly = new Anomaly("giant", "because ".repeat(300), history.stream().toList());
    golden("giant-values", render(history, conclude(history, Verdict.of(List.of(anomaly)))));
  }

  static final String STALE =
      """
      0.1s p1 invoke write 1
      0.2s p1 ok     write 1
      0.3s p2 invoke write 2
      0.4s p2 ok     write 2
      0.5s p3 invoke read
      0.6s p3 ok     read 1
      """;

  @Test
  void an_argument_stands_below_its_witness() throws IOException {
    History history = History.parse(STALE);
    var steps =
        List.of(
            "p1's write 1 ended (0.200s) before p2's write 2 began (0.300s).",
            "p2's write 2 ended (0.400s) before p3's read 1 began (0.500s).",
            "p3's read 1 reads what p1's write 1 wrote, so no write comes between these two, and"
                + " as it comes after p2's write 2, that write comes before p1's write 1.",
            "So p1's write 1 comes before p2's write 2, and that comes before p1's write 1: a"
                + " contradiction.");
    golden("argument", render(history, invalid(history, steps)));
  }

  @Test
  void an_argument_that_is_too_long_is_cut_and_counted() throws IOException {
    var text = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      text.append("p0 invoke write %d\np0 ok write %d\n".formatted(i, i));
    }
    History history = History.parse(text.toString());
    var steps = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      steps.add(" ".repeat(i) + "step " + i + " follows from the one before\u001b[2J, ".repeat(2));
    }
    golden("long-argument", render(history, invalid(history, steps)));
  }

  private static Conclusion invalid(History history, List<String> steps) {
    List<Op> witness = history.stream().toList();
    var anomaly = new Anomaly("stale-read", "1 is read while the register holds 2", witness, steps);
    return conclude(history, Verdict.of(List.of(anomaly)));
  }

  @Test
  void hostile_strings_neither_break_a_line_nor_reach_the_terminal() throws IOException {
    String hostile = "\u001b[2J\nfake is VALID\r\n\u202eevil\u0000" + "\u2028";
    Op op = Op.invoke(hostile, Map.of(hostile, hostile)).withProcess(7).withTime(5);
    History history = History.of(List.of(op, op.fail(hostile).withTime(6)));
    var anomaly = new Anomaly(hostile, hostile, history.stream().toList());
    var conclusion =
        conclude(history, Verdict.of(List.of(anomaly))).withSuppressed(List.of(hostile));
    String text = FailureText.render(Samples.info(hostile), history, conclusion, DIR);
    assertThat(text.lines()).noneMatch(line -> line.startsWith("fake"));
    assertThat(text.chars()).noneMatch(c -> c != '\n' && Character.isISOControl(c));
    golden("hostile-strings", text);
  }

  @Test
  void an_inconclusive_run_names_each_gap_and_its_cure() throws IOException {
    History history =
        History.parse("p0 invoke acquire\np0 fail acquire ! held\np1 invoke read\np1 ok read");
    Verdict verdict = Samples.complete(Verdict.valid(), history);
    golden("inconclusive", render(history, Conclusion.of(verdict, Samples.END)));
  }

  @Test
  void a_run_whose_fault_did_not_bite_tells_what_the_probe_saw() throws IOException {
    History history =
        History.parse(
            Samples.SOUND.replace(
                "bit true probe \"n4 was silent for 250 ms\"",
                "bit false probe \"n4 has a process, and was answered in 0.4 ms\""));
    golden("no-bite", render(history, Samples.judge(history)));
  }

  @Test
  void a_run_that_did_not_succeed_where_it_was_expected_to_says_where() throws IOException {
    History history =
        History.parse(
            Samples.SOUND
                + """
                8s    nemesis invoke heal
                8.1s  nemesis info   heal
                8.2s  p3      invoke acquire
                8.9s  p3      fail   acquire ! timeout
                """);
    var expected =
        Expectations.standard()
            .expects("acquire", Phase.DURING)
            .expects("write", Phase.BEFORE)
            .expects("read", Phase.during("kill"));
    Verdict verdict =
        EvidenceOf.complete(Verdict.valid(), history, INFO.faults().kinds(), expected);
    golden("unsuccessful", render(history, Conclusion.of(verdict, Samples.END)));
  }

  @Test
  void a_valid_run_shows_its_evidence() throws IOException {
    History history = History.parse(Samples.SOUND);
    String text = render(history, Samples.judge(history));
    assertThat(text.lines()).hasSizeLessThanOrEqualTo(15);
    golden("valid", text);
  }

  @Test
  void what_the_plan_waited_for_is_shown_with_the_times_at_which_it_came() {
    String text =
        """
        0.000s nemesis invoke watch {id a, when "leads in a log", plan "kill it"}
        0.000s nemesis info   watch {id a, when "leads in a log", plan "kill it"}
        0.000s nemesis invoke watch {id b, when "3 ok of read", plan "pause n1"}
        0.000s nemesis info   watch {id b, when "3 ok of read", plan "pause n1"}
        0.050s nemesis invoke hit {id a}
        0.050s nemesis info   hit {id a}
        """;
    for (String run : List.of(Samples.SOUND, Samples.VIOLATION)) {
      History history = History.parse(text + run);
      assertThat(render(history, Samples.judge(history)))
          .contains("triggers:    leads in a log: hit 1 of 1, at 0.050s; 3 ok of read: never hit");
    }
  }

  @Test
  void a_valid_run_under_faults_shows_how_it_bore_them_and_came_back() throws IOException {
    var ops = new ArrayList<Op>();
    for (int i = 0; i < 1200; i++) {
      boolean isDown = i >= 400 && i < 730;
      Op read = Op.invoke("read").withProcess(0).withTime(i * 10_000_000L);
      Op end = isDown ? read.fail("no leader") : read.ok();
      ops.add(read);
      ops.add(end.withTime(i * 10_000_000L + (2 + i % 40 / 39 * 6) * 1_000_000L));
    }
    nemesis(ops, "pause", 4_000, Map.of("bit", true, "nodes", List.of("n1")));
    nemesis(ops, "resume", 6_000, Map.of());
    nemesis(ops, "heal", 11_500, Map.of());
    ops.sort(Comparator.comparingLong(Op::time));
    History history = History.of(ops);
    golden(
        "recovered",
        render(history, Conclusion.of(Samples.complete(Verdict.valid(), history), Samples.END)));
  }

  private static void nemesis(List<Op> ops, String f, long millis, Map<String, Object> done) {
    Op op = Op.invoke(f).withProcess(Op.NEMESIS).withTime(millis * 1_000_000);
    ops.add(op);
    ops.add(op.info("").withValue(done).withTime(millis * 1_000_000));
  }

  @Test
  void a_killed_run_shows_what_is_known() throws IOException {
    History history = History.parse(Samples.VIOLATION.substring(0, 400).replaceAll("[^\n]*$", ""));
    golden(
        "killed",
        VerdictText.unfinished(INFO, history, Optional.of("line 9, the last, was cut"), DIR));
  }

  @Test
  void a_cluster_that_did_not_come_up_is_told_from_a_harness_that_failed() throws IOException {
    History none = History.of(List.of());
    var setup =
        Conclusion.setupFailure("no Docker: start it, or run on processes instead", Samples.END);
    golden("setup-failure", render(none, setup.withSuppressed(List.of("n2.log is missing"))));
    golden(
        "harness-failure",
        render(none, Conclusion.harnessFailure("the checker threw: Oops", Samples.END)));
  }

  static Conclusion conclude(History history, Verdict verdict) {
    var evidence = EvidenceOf.history(history, Map.of());
    return Conclusion.of(verdict.withEvidence(evidence), Samples.END);
  }

  static String render(History history, Conclusion conclusion) {
    return VerdictText.render(INFO, history, conclusion, DIR);
  }

  static void golden(String name, String text) throws IOException {
    assertThat(text.lines()).hasSizeLessThanOrEqualTo(FailureText.LINES);
    assertThat(text.lines()).allMatch(line -> line.length() <= 110);
    Path file = Path.of("src/test/resources/golden", name + ".txt");
    if ("write".equals(System.getProperty("ordeal.golden"))) {
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }
}
