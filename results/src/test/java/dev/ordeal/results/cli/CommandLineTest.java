package dev.ordeal.results.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.lock.LockCheckers;
import dev.ordeal.history.History;
import dev.ordeal.results.RunFolder;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.Samples;
import dev.ordeal.results.run.Conclusion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
  private static final History VIOLATION = History.parse(Samples.VIOLATION);
  private static final History SOUND = History.parse(Samples.SOUND);

  @TempDir private Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void list_shows_every_run_with_its_outcome() throws IOException {
    finished("broken", VIOLATION);
    finished("sound", SOUND);
    Samples.store(store(), "killed", VIOLATION);
    Path corrupt = Samples.store(store(), "zz-corrupt", SOUND).directory();
    Files.writeString(corrupt.resolve("run.json"), "{\"version\":1,");
    store().create("zzz-empty", Samples.START);

    assertThat(ordeal("list")).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "trial time seed outcome ops faults",
            "broken 2026-11-21T10.22.31.123Z 8837465012 invalid 7 1",
            "killed 2026-11-21T10.22.31.123Z 8837465012 unfinished 7 1",
            "sound 2026-11-21T10.22.31.123Z 8837465012 valid 4 1",
            "zz-corrupt 2026-11-21T10.22.31.123Z - corrupt - -",
            "zzz-empty 2026-11-21T10.22.31.123Z - empty - -");
  }

  @Test
  void show_answers_with_the_outcome_as_its_exit_code() {
    finished("broken", VIOLATION);
    assertThat(ordeal("show", "latest")).isEqualTo(1);
    assertThat(out.toString()).startsWith("broken is INVALID: stale-token-write");
    finished("sound", SOUND);
    assertThat(ordeal("show", "sound/latest", "--ops", "1")).isZero();
    assertThat(out.toString()).endsWith("7.110s  nemesis info   resume n4\n");
    Samples.store(store(), "killed", VIOLATION);
    assertThat(ordeal("show", "killed")).isEqualTo(2);
    assertThat(out.toString()).startsWith("killed is UNFINISHED");
    setupFailed();
    assertThat(ordeal("show", "setup")).isEqualTo(2);
    assertThat(out.toString()).contains("SETUP FAILURE", "no Docker");
  }

  @Test
  void show_tells_how_long_the_phases_of_each_node_took_also_after_the_logs_are_gone()
      throws IOException {
    RunFolder folder = Samples.store(store(), "sound", SOUND);
    Path log = folder.directory().resolve("n1.log");
    Files.writeString(log, "1.0 phase decide took 2.000ms\n1.1 phase decide took 4.000ms\n");
    assertThat(ordeal("show", "sound", "--phases")).isEqualTo(2);
    assertThat(out.toString()).contains("all       2  2.0 ms  4.0 ms  4.0 ms");
    folder.conclude(Samples.judge(SOUND));
    Files.delete(log);
    assertThat(ordeal("show", "sound", "--phases")).isZero();
    assertThat(out.toString())
        .contains("phases:      decide 2 times, p50 2.0 ms, p99 4.0 ms")
        .endsWith(
            """
            phase   node  times  median     p99     max
            decide  all       2  2.0 ms  4.0 ms  4.0 ms
                    n1        2  2.0 ms  4.0 ms  4.0 ms
            """);
  }

  @Test
  void show_says_so_if_no_log_tells_of_a_phase() {
    finished("sound", SOUND);
    assertThat(ordeal("show", "sound", "--phases")).isZero();
    assertThat(out.toString())
        .endsWith("no log of a node tells of a phase (phase NAME took 12.345ms)\n");
  }

  @Test
  void show_as_json_is_one_object() {
    finished("broken", VIOLATION);
    assertThat(ordeal("show", "broken", "--json")).isEqualTo(1);
    var json = com.google.gson.JsonParser.parseString(out.toString()).getAsJsonObject();
    assertThat(json.get("run").getAsJsonObject().get("seed").getAsLong()).isEqualTo(8_837_465_012L);
    assertThat(json.get("conclusion").getAsJsonObject().get("outcome").getAsString())
        .isEqualTo("invalid");
  }

  @Test
  void recheck_judges_a_killed_run_and_stores_nothing_unless_it_is_told_to() {
    Path run = Samples.store(store(), "killed", VIOLATION).directory();
    assertThat(ordeal("recheck", "killed")).isEqualTo(1);
    assertThat(out.toString()).contains("is INVALID", "no verdict was stored");
    assertThat(run.resolve("verdict.json")).doesNotExist();
    assertThat(ordeal("recheck", "killed", "--write")).isEqualTo(1);
    assertThat(ordeal("recheck", "killed")).isEqualTo(1);
    assertThat(out.toString()).contains("the stored outcome is the same: invalid");
  }

  @Test
  void recheck_says_when_it_differs_from_what_is_stored() {
    RunFolder folder = Samples.store(store(), "lock", VIOLATION);
    folder.conclude(Conclusion.harnessFailure("the checker threw", Samples.END));
    assertThat(ordeal("recheck", folder.directory().toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("the stored outcome DIFFERS: it is harness-failure, now it is invalid");
  }

  @Test
  void recheck_names_what_the_trial_judged_and_it_cannot() {
    RunFolder folder = finished("sound", SOUND);
    assertThat(ordeal("recheck", "sound")).isZero();
    assertThat(out.toString()).doesNotContain("not judged again");
    var whole =
        Verdict.compose(
            Map.of("fenced", LockCheckers.fenced().check(SOUND), "no-hunger", Verdict.valid()));
    folder.conclude(Conclusion.of(whole, Samples.END), SOUND);
    assertThat(ordeal("recheck", "sound")).isZero();
    assertThat(out.toString())
        .contains(
            "not judged again: no-hunger, for which the trial had a checker beside"
                + " \"lock-fenced\"");
  }

  @Test
  void history_prints_what_history_parse_reads() {
    finished("broken", VIOLATION);
    assertThat(ordeal("history", "broken")).isEqualTo(1);
    assertThat(History.parse(out.toString())).isEqualTo(VIOLATION);
    ordeal("history", "broken", "--process", "3", "--f", "write");
    assertThat(out.toString().lines()).hasSize(2).allMatch(line -> line.contains("p3"));
    ordeal("history", "broken", "--process", "-1");
    assertThat(out.toString().lines()).hasSize(4).allMatch(line -> line.contains("nemesis"));
  }

  @Test
  void wrong_usage_is_told_in_a_sentence_with_the_cure() {
    finished("sound", SOUND);
    assertThat(ordeal("show", "nothing")).isEqualTo(3);
    assertThat(err.toString()).contains("no run \"nothing\"", "sound/2026");
    assertThat(ordeal("recheck", "sound", "--checker", "nobody")).isEqualTo(3);
    assertThat(err.toString()).contains("nobody", "lock-fenced");
    assertThat(ordeal("list", "--frobnicate")).isEqualTo(3);
    assertThat(ordeal("show")).isEqualTo(3);
    assertThat(ordeal()).isEqualTo(3);
    assertThat(err.toString()).contains("which command?").doesNotContain("\tat ");
    assertThat(ordeal("--help")).isZero();
    assertThat(out.toString())
        .contains("list", "show", "recheck", "history", "check", "convert", "Exit codes");
  }

  @Test
  void a_corrupt_file_is_named_and_never_ends_in_a_stack_trace() throws IOException {
    Path run = finished("broken", VIOLATION).directory();
    Files.writeString(run.resolve("verdict.json"), "{\"version\":1,\"outcome\":\"glorious\"}");
    assertThat(ordeal("show", "latest")).isEqualTo(4);
    assertThat(err.toString()).contains("verdict.json cannot be read").hasLineCount(1);
    Files.writeString(run.resolve("history.jsonl"), "{}\n{}\n");
    assertThat(ordeal("history", "latest")).isEqualTo(4);
    assertThat(err.toString()).contains("history.jsonl cannot be read: line 1").hasLineCount(1);
    Files.delete(run.resolve("run.json"));
    assertThat(ordeal("recheck", "latest")).isEqualTo(4);
    assertThat(err.toString()).contains("run.json cannot be read: there is no such file");
  }

  @Test
  void a_verdict_that_contradicts_its_outcome_is_corrupt() throws IOException {
    Path verdict = finished("broken", VIOLATION).directory().resolve("verdict.json");
    String forged =
        Files.readString(verdict).replace("\"outcome\": \"invalid\"", "\"outcome\": \"valid\"");
    Files.writeString(verdict, forged);
    assertThat(ordeal("show", "latest")).isEqualTo(4);
    assertThat(err.toString()).contains("contradicts");
  }

  @Test
  void check_judges_a_history_of_another_tool_by_a_model() throws IOException {
    String knossos =
        "[{:process 0, :type :invoke, :f :cas, :value [0 1]}\n"
            + " {:process 0, :type :ok, :f :cas, :value [0 1]}\n"
            + " {:process 1, :type :invoke, :f :read, :value nil}\n"
            + " {:process 1, :type :ok, :f :read, :value 1}]\n";
    String good = file("good.edn", knossos);
    assertThat(ordeal("check", good, "--model", "cas-register", "--initial", "0")).isZero();
    assertThat(out.toString())
        .startsWith("good.edn is VALID: 2 operations")
        .contains("certificate: ", "operations:  ")
        .doesNotContain("run:", "again:");
    assertThat(ordeal("check", good, "--model", "cas-register")).isEqualTo(1);
    assertThat(out.toString())
        .startsWith("good.edn is INVALID: nonlinearizable in 2 operations")
        .contains("a cas from 0 succeeds while the register holds null", "p0 ok     cas")
        .doesNotContain("run:", "again:");
    assertThat(ordeal("check", good, "--checker", "linearizable-mutex")).isEqualTo(2);
    assertThat(out.toString()).startsWith("good.edn is INCONCLUSIVE");
    String odd = file("odd", "nemesis invoke x\n" + VIOLATION.toString().replace("nemesis", "p9"));
    assertThat(ordeal("check", odd, "--model", "mutex", "--format", "notation")).isEqualTo(4);
    assertThat(err.toString()).contains("odd cannot be read: line").hasLineCount(1);
  }

  @Test
  void check_says_what_is_wrong_with_what_it_is_given() throws IOException {
    String good = file("good.edn", "[0 :invoke :read]\n[0 :ok :read 3");
    assertThat(ordeal("check", good, "--model", "register")).isEqualTo(4);
    assertThat(err.toString()).contains("good.edn cannot be read: line 2: ").hasLineCount(1);
    assertThat(ordeal("check", file("x", "hello"), "--model", "register")).isEqualTo(4);
    assertThat(err.toString()).contains("looks like no history", "porcupine-kv");
    assertThat(ordeal("check", good + ".gone", "--model", "register")).isEqualTo(3);
    assertThat(err.toString()).contains("there is no file", "good.edn.gone");
    assertThat(ordeal("check", temp.toString(), "--model", "register")).isEqualTo(3);
    assertThat(err.toString()).contains("no regular file");
    assertThat(ordeal("check", good)).isEqualTo(3);
    assertThat(err.toString()).contains("either --model, of append-log, ", "or --checker, of ");
    assertThat(ordeal("check", good, "--model", "nobody")).isEqualTo(3);
    assertThat(err.toString()).contains("no model is named \"nobody\"", "key-value-store");
    assertThat(ordeal("check", good, "--model", "mutex", "--initial", "0")).isEqualTo(3);
    assertThat(err.toString()).contains("no model \"mutex\" here takes --initial");
    assertThat(ordeal("check", good, "--model", "cas-register", "--initial", "[")).isEqualTo(3);
    assertThat(err.toString()).contains("--initial is no value: line 1");
    assertThat(ordeal("check", good, "--model", "register", "--format", "x")).isEqualTo(3);
    assertThat(err.toString()).contains("no format \"x\"", "jepsen-log");
  }

  @Test
  void convert_writes_a_history_in_another_format_and_back() throws IOException {
    String notation = file("violation.txt", VIOLATION.toString());
    for (String format : List.of("edn", "jsonl", "notation")) {
      Path converted = temp.resolve("converted");
      assertThat(ordeal("convert", notation, "--to", format, "-o", converted.toString())).isZero();
      assertThat(out.toString()).isEmpty();
      assertThat(ordeal("convert", converted.toString(), "--to", "notation")).isZero();
      assertThat(History.parse(out.toString())).isEqualTo(VIOLATION);
    }
    assertThat(ordeal("convert", notation, "--to", "porcupine-kv")).isEqualTo(3);
    assertThat(err.toString()).contains("op 0", "p1 invoke acquire", "none of a key-value store");
    assertThat(ordeal("convert", notation, "--to", "jepsen-log")).isEqualTo(3);
    assertThat(err.toString()).contains("no format \"jepsen-log\"", "edn");
    assertThat(ordeal("convert", notation)).isEqualTo(3);
    Path nowhere = temp.resolve("no").resolve("where");
    assertThat(ordeal("convert", notation, "--to", "edn", "-o", nowhere.toString())).isEqualTo(4);
    assertThat(err.toString()).contains("cannot be written").hasLineCount(1);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(temp.resolve(name), text).toString();
  }

  private void setupFailed() {
    RunFolder folder = store().create("setup", Samples.START);
    folder.describe(Samples.info("setup"));
    folder.conclude(Conclusion.setupFailure("no Docker: start it", Samples.END));
  }

  private RunFolder finished(String trial, History history) {
    RunFolder folder = Samples.store(store(), trial, history);
    folder.conclude(Samples.judge(history));
    return folder;
  }

  private RunStore store() {
    return RunStore.at(temp);
  }

  private int ordeal(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var all = new ArrayList<>(List.of(args));
    if (args.length > 0 && !args[0].startsWith("-")) {
      all.addAll(List.of("--store", temp.toString()));
    }
    var printer = new PrintWriter(out);
    var errors = new PrintWriter(err);
    int code = Main.run(printer, errors, all.toArray(String[]::new));
    printer.flush();
    errors.flush();
    return code;
  }
}
