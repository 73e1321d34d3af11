package dev.ordeal.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir private Path temp;

  /** Appends until it is killed. */
  public static final class Endless {
    private Endless() {}

    public static void main(String[] args) {
      try (Journal journal = Journal.create(Path.of(args[0]))) {
        for (int i = 0; ; i++) {
          Op op = Op.invoke("write", List.of(i, "a value of some length")).withProcess(i % 7);
          journal.append(op.withTime(2L * i));
          journal.append(Op.invoke("pause", "n1").withProcess(Op.NEMESIS).withTime(2L * i));
          journal.append(op.ok().withTime(2L * i + 1));
          journal.append(Op.invoke("pause").withProcess(Op.NEMESIS).info("x").withTime(2L * i + 1));
        }
      }
    }
  }

  @Test
  void a_killed_jvm_loses_at_most_the_op_in_flight() throws Exception {
    for (int round = 0; round < 3; round++) {
      Path run = Files.createDirectory(temp.resolve("run" + round));
      Path file = run.resolve("history.jsonl");
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx64m",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Endless.class.getName(),
                  file.toString())
              .redirectErrorStream(true)
              .redirectOutput(temp.resolve("child.log").toFile())
              .start();
      try {
        long least = 200_000L * (round + 1);
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .pollInterval(Duration.ofMillis(3))
            .until(() -> Files.exists(file) && Files.size(file) > least);
      } finally {
        child.destroyForcibly();
      }
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();

      History history = StoredRun.open(run).history();
      long lines;
      try (var all = Files.lines(file)) {
        lines = all.count();
      }
      assertThat((long) history.size()).isBetween(lines - 1, lines);
      List<Operation> open =
          history.operations().filter(operation -> operation.completion().isEmpty()).toList();
      assertThat(open).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void every_op_is_in_the_file_before_append_returns_even_on_an_interrupted_thread() {
    Path file = temp.resolve("history.jsonl");
    try (Journal journal = Journal.create(file)) {
      Thread.currentThread().interrupt();
      journal.append(Op.invoke("read").withProcess(0));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(StoredRun.open(temp).history().size()).isEqualTo(1);
      journal.append(Op.invoke("heal").withProcess(Op.NEMESIS).withTime(1));
      assertThat(StoredRun.open(temp).history().get(1).f()).isEqualTo("heal");
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void what_is_added_is_in_the_file_once_it_is_flushed_or_the_journal_is_closed() {
    Path file = temp.resolve("history.jsonl");
    try (Journal journal = Journal.create(file)) {
      journal.add(Op.invoke("read").withProcess(0));
      journal.add(Op.invoke("read").withProcess(1));
      assertThat(StoredRun.open(temp).history().size()).isZero();
      journal.flush();
      assertThat(StoredRun.open(temp).history().size()).isEqualTo(2);
      journal.add(Op.invoke("read").withProcess(2));
    }
    assertThat(StoredRun.open(temp).history().get(2).process()).isEqualTo(2);
  }

  @Test
  void a_torn_last_line_is_left_out_and_reported() throws IOException {
    History whole = History.parse(Samples.VIOLATION);
    Path run = Samples.store(RunStore.at(temp), "lock", whole).directory();
    Path file = run.resolve("history.jsonl");
    byte[] bytes = Files.readAllBytes(file);
    for (int cut = 1; cut < 80; cut++) {
      Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - cut));
      var reading = StoredRun.open(run).reading();
      assertThat(reading.history().size())
          .as("cut " + cut)
          .isEqualTo(whole.size() - (cut > 1 ? 1 : 0));
      assertThat(reading.torn().isPresent()).as("cut " + cut).isEqualTo(cut > 1);
    }
  }

  @Test
  void a_full_disk_is_told_clearly_and_the_journal_stays_shut() {
    Path full = Path.of("/dev/full");
    Assumptions.assumeTrue(Files.exists(full), "this system has no /dev/full");
    try (Journal journal = Journal.appendTo(full)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> journal.append(Op.invoke("read").withProcess(0)))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining("/dev/full")
            .hasMessageContaining("is the disk full?");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_run_has_one_journal_and_a_closed_one_takes_nothing() {
    Path file = temp.resolve("history.jsonl");
    Journal journal = Journal.create(file);
    journal.close();
    journal.close();
    assertThatThrownBy(() -> journal.append(Op.invoke("read").withProcess(0)))
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> Journal.create(file)).hasMessageContaining("opened once");
  }
}
