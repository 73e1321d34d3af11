package dev.ordeal.harness.failures;

import static dev.ordeal.harness.failures.Ending.HARNESS_FAILURE;
import static dev.ordeal.harness.failures.Ending.SETUP_FAILURE;
import static dev.ordeal.harness.failures.Ending.VALID_AND_TOLD;
import static dev.ordeal.harness.failures.Ending.VIOLATION_AND_TOLD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Checkers;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.disks.FuseSupport;
import dev.ordeal.harness.trials.Registers;
import dev.ordeal.results.RunStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A store that is missing, full, or taken away. */
class StoreFailuresTest extends Matrix {

  /** Room for the run's description, for the verdict, and for four pages of history. */
  private static final int ROOM_KILOBYTES = 84;

  static Stream<Failure> failures() {
    var mayMount = FuseSupport.problem().isEmpty();
    var mustMount = "required".equals(System.getProperty("ordeal.containers"));
    return Stream.concat(always(), mayMount || mustMount ? ofFullDisks() : Stream.empty());
  }

  private static Stream<Failure> ofFullDisks() {
    return Stream.of(
        Failure.of(
            "the disk of the store is full in mid-run",
            HARNESS_FAILURE,
            (sound, bench) -> {
              mountSmall(bench);
              return sound;
            },
            "the trial broke",
            "history.jsonl cannot be written after op",
            "is the disk full? The ops before it are safe"),
        Failure.of(
            "the disk of the store is full after a violation",
            VIOLATION_AND_TOLD,
            (sound, bench) -> {
              mountSmall(bench);
              return sound.on(Registers.brokenBackend());
            },
            "the trial broke after the violation",
            "is the disk full? The ops before it are safe"));
  }

  private static void mountSmall(Bench bench) throws Exception {
    Files.createDirectories(bench.store());
    var place = bench.store().toString();
    bench.atEnd(() -> command("umount", place));
    command("mount", "-t", "tmpfs", "-o", "size=" + ROOM_KILOBYTES + "k", "tmpfs", place);
  }

  private static void command(String... words) {
    try {
      var command = new ProcessBuilder(words).redirectErrorStream(true).start();
      var said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(command.waitFor()).as("%s: %s", List.of(words), said).isZero();
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(String.join(" ", words), failure);
    }
  }

  private static Stream<Failure> always() {
    return Stream.of(
        Failure.of(
            "the store's path is a file",
            SETUP_FAILURE,
            (sound, bench) -> {
              var file = Files.createFile(bench.store().resolveSibling("file"));
              return sound.store(RunStore.at(file));
            },
            "no run folder can be made in",
            "is it writable?",
            "-Dordeal.results=DIR"),
        Failure.of(
            "the store cannot be written",
            SETUP_FAILURE,
            (sound, bench) -> sound.store(RunStore.at(Path.of("/proc/ordeal"))),
            "no run folder can be made in /proc/ordeal",
            "-Dordeal.results=DIR"),
        Failure.of(
            "the journal cannot be made",
            HARNESS_FAILURE,
            (sound, bench) -> sound.on(opening(bench, StoreFailuresTest::block)),
            "the trial broke",
            "history.jsonl"),
        Failure.of(
            "the results folder is deleted in mid-run",
            VALID_AND_TOLD,
            (sound, bench) -> sound.workload(Registers.judgedBy(deleting(bench))),
            "was deleted in mid-run"),
        Failure.of(
            "the results folder is deleted in mid-run of a violation",
            VIOLATION_AND_TOLD,
            (sound, bench) ->
                sound.on(Registers.brokenBackend()).workload(Registers.judgedBy(deleting(bench))),
            "was deleted in mid-run"),
        Failure.of(
            "the results folder is deleted, and the checker throws",
            HARNESS_FAILURE,
            (sound, bench) ->
                sound.workload(
                    Registers.judgedBy(
                        history -> {
                          delete(bench.store());
                          throw new IllegalStateException("no such model");
                        })),
            "no such model",
            "was deleted in mid-run"));
  }

  private static Checker deleting(Bench bench) {
    return history -> {
      delete(bench.store());
      return Checkers.named("linearizable-register").orElseThrow().check(history);
    };
  }

  private interface Deed {
    void to(Path run) throws IOException;
  }

  private static Backend opening(Bench bench, Deed deed) {
    return new SickBackend(
        Registers.backend(),
        () -> {
          try {
            deed.to(RunStore.at(bench.store()).runs().get(0));
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        },
        () -> {});
  }

  /** A link to nowhere, in the journal's place. */
  private static void block(Path run) throws IOException {
    Files.createSymbolicLink(run.resolve("history.jsonl"), Path.of("/proc/ordeal"));
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
