package dev.ordeal.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Recovery;
import dev.ordeal.checkers.RecoveryOf;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.results.run.Conclusion;
import dev.ordeal.results.run.CorruptRunException;
import dev.ordeal.results.run.RunJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStoreTest {
  @TempDir private Path temp;

  @Test
  void recovery_and_expectations_are_stored_and_read_back() {
    History history = History.parse(Samples.SOUND);
    RunFolder folder = Samples.store(store(), "lock", history);
    folder.conclude(Samples.judge(history));
    StoredRun stored = StoredRun.open(folder.directory());
    Verdict verdict = stored.conclusion().orElseThrow().verdict().orElseThrow();
    assertThat(Recovery.in(verdict))
        .contains(RecoveryOf.history(history, stored.info().faults().kinds()));
    assertThat(stored.info().expected()).isEqualTo(Samples.info("lock").expected());
  }

  @Test
  void a_whole_run_is_read_as_it_was_written() {
    History history = History.parse(Samples.VIOLATION);
    RunFolder folder = Samples.store(store(), "lock", history);
    Conclusion conclusion =
        Samples.judge(history).withSuppressed(List.of("teardown: n3 did not end"));
    folder.conclude(conclusion);

    StoredRun run = StoredRun.open(folder.directory());
    assertThat(run.info()).isEqualTo(Samples.info("lock"));
    assertThat(run.history()).isEqualTo(history);
    assertThat(RunJson.print(run.conclusion().orElseThrow())).isEqualTo(RunJson.print(conclusion));
    assertThat(folder.directory().resolve("verdict.txt")).hasContent(run.text());
    assertThat(folder.data()).isDirectory();
  }

  @Test
  void where_a_witness_breaks_its_promise_is_kept() {
    History history = History.parse("p0 invoke read\np0 ok read 1\np1 invoke read\np1 ok read");
    List<Op> witness = history.stream().toList();
    var anomaly = new Anomaly("odd", "it is odd", witness, List.of(), witness.get(1));
    RunFolder folder = Samples.store(store(), "register", history);
    folder.conclude(Conclusion.of(Verdict.of(List.of(anomaly)), Samples.END));
    Verdict read =
        StoredRun.open(folder.directory()).conclusion().orElseThrow().verdict().orElseThrow();
    assertThat(read.anomalies()).containsExactly(anomaly);
  }

  @Test
  void an_argument_is_kept_and_a_run_that_was_stored_without_one_is_still_read()
      throws IOException {
    History history = History.parse("p0 invoke read\np0 ok read 1");
    RunFolder folder = Samples.store(store(), "register", history);
    var steps = List.of("p0's read 1 comes first", "  but nothing was written");
    var anomaly = new Anomaly("stale-read", "1 is read", history.stream().toList(), steps);
    folder.conclude(Conclusion.of(Verdict.of(List.of(anomaly)), Samples.END));

    StoredRun run = StoredRun.open(folder.directory());
    assertThat(anomalies(run)).containsExactly(anomaly);
    Path file = folder.directory().resolve("verdict.json");
    String older = Files.readString(file).replace("\"argument\"", "\"unknown\"");
    Files.writeString(file, older);
    assertThat(anomalies(run))
        .containsExactly(new Anomaly("stale-read", "1 is read", anomaly.witness()));
  }

  private static List<Anomaly> anomalies(StoredRun run) {
    return run.conclusion().orElseThrow().verdict().orElseThrow().anomalies();
  }

  @Test
  void runs_of_the_same_millisecond_never_share_a_folder() {
    Set<Path> folders = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 200)
        .parallel()
        .forEach(i -> folders.add(store().create("lock", Samples.START).directory()));
    assertThat(folders).hasSize(200);
    assertThat(store().runs()).hasSize(200);
  }

  @Test
  void latest_points_at_the_run_made_last() {
    store().create("lock", Samples.START.minusSeconds(9));
    Path second = Samples.store(store(), "set", History.of(List.of())).directory();
    assertThat(store().find("latest")).isEqualTo(second);
    assertThat(store().find("set/latest")).isEqualTo(second);
    assertThat(store().find("set")).isEqualTo(second);
    assertThat(store().find("set/2026-11-21T10.22.31.123Z")).isEqualTo(second);
    assertThat(store().find(second.toString())).isEqualTo(second);
  }

  @Test
  void latest_may_be_a_text_file_where_links_cannot_be_made() throws IOException {
    Path run = store().create("lock", Samples.START).directory();
    Files.delete(temp.resolve("latest"));
    Files.writeString(temp.resolve("latest"), "lock/" + run.getFileName() + "\n");
    assertThat(store().find("latest")).isEqualTo(run);
  }

  @Test
  void a_trial_name_cannot_lead_out_of_the_store() {
    for (String name :
        List.of(
            "../x", "..", ".", "", "a/../../b", "/etc", "latest", "a\0b", "\n", "x".repeat(999))) {
      Path folder = store().create(name, Samples.START).directory();
      assertThat(folder.getParent().getParent()).as(name).isEqualTo(temp);
      assertThat(folder.normalize()).as(name).isEqualTo(folder);
      assertThat(folder.getParent().getFileName().toString())
          .matches("[A-Za-z0-9_-][A-Za-z0-9._-]*")
          .isNotEqualTo("latest");
    }
  }

  @Test
  void a_link_that_leads_out_of_the_store_or_in_a_circle_is_not_followed() throws IOException {
    Path outside = Files.createDirectories(temp.resolve("outside/lock/2026-11-21T10.22.31.123Z"));
    Files.writeString(outside.resolve("run.json"), "{}");
    Path root = Files.createDirectories(temp.resolve("root"));
    Files.createSymbolicLink(root.resolve("lock"), outside.getParent());
    Files.createSymbolicLink(root.resolve("circle"), Path.of("circle"));
    RunStore store = RunStore.at(root);
    for (String target :
        List.of("latest", "../outside/lock", outside.toString(), "lock/" + outside.getFileName())) {
      Files.deleteIfExists(root.resolve("latest"));
      Files.createSymbolicLink(root.resolve("latest"), Path.of(target));
      assertThatThrownBy(() -> store.find("latest")).isInstanceOf(NoSuchRunException.class);
    }
    assertThat(store.runs()).isEmpty();
    assertThatThrownBy(() -> store.create("lock", Samples.START)).hasMessageContaining("lock");
    assertThatThrownBy(() -> store.find("circle/latest")).isInstanceOf(NoSuchRunException.class);
  }

  @Test
  void a_run_that_is_not_there_is_answered_with_those_that_are() {
    store().create("lock", Samples.START);
    assertThatThrownBy(() -> store().find("lokc\u001b[2J"))
        .isInstanceOf(NoSuchRunException.class)
        .hasMessageContaining("lock/2026-11-21T10.22.31.123Z")
        .hasMessageNotContaining("\u001b");
  }

  @Test
  void a_file_that_cannot_be_read_is_named_with_its_flaw() throws IOException {
    Path run = Samples.store(store(), "lock", History.of(List.of())).directory();
    Path file = run.resolve("run.json");
    String good = Files.readString(file);
    StoredRun stored = StoredRun.open(run);
    for (String bad :
        List.of(
            good.substring(0, 200),
            "[".repeat(100_000),
            "{\"version\":1,\"a\":" + "[".repeat(100_000),
            "x".repeat(5 << 20),
            good.replace("\"version\": 1", "\"version\": 99"),
            good.replace("8837465012", "1e400"),
            good.replace("\"seed\": 8837465012", "\"seed\": \"many\""),
            "{}",
            "")) {
      Files.writeString(file, bad);
      assertThatThrownBy(stored::info)
          .isInstanceOf(CorruptRunException.class)
          .hasMessageContaining("run.json cannot be read: ")
          .hasMessageNotContaining("null");
    }
    Files.writeString(file, good.replace("\"version\": 1", "\"version\": 1, \"later\": [{}]"));
    assertThat(stored.info()).isEqualTo(Samples.info("lock"));
  }

  @Test
  void a_history_that_is_none_is_refused_with_its_line() throws IOException {
    Path run = Samples.store(store(), "lock", History.parse(Samples.SOUND)).directory();
    Path file = run.resolve("history.jsonl");
    StoredRun stored = StoredRun.open(run);
    String good = Files.readString(file);
    for (String bad :
        List.of("maybe", "\":" + "[".repeat(100_000), "\":\"" + "x".repeat(17 << 20) + "\"")) {
      Files.writeString(file, good.replaceFirst("invoke", bad));
      assertThatThrownBy(stored::history)
          .isInstanceOf(CorruptRunException.class)
          .hasMessageContaining("line 1");
    }
  }

  private RunStore store() {
    return RunStore.at(temp);
  }
}
