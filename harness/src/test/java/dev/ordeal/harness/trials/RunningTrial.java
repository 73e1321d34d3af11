package dev.ordeal.harness.trials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ordeal.harness.internal.OwnerJvm;
import dev.ordeal.harness.internal.reaper.Ownership;
import dev.ordeal.harness.internal.reaper.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A trial in a JVM of its own, and what there is of it on this machine. */
public final class RunningTrial implements AutoCloseable {
  /** How long its end may take, and what is cleaned up after it. */
  public static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Path PROC = Path.of("/proc");
  private static final Path SHARED = Path.of("/dev/shm");

  /** Of what lies in the folder of a run, below that of all runs. */
  private static final int DEPTH = 3;

  /** All that it starts inherits this, but for what runs in containers. */
  private static final String MARK = "ORDEAL_TEST_OF_KILLED_TRIALS";

  private final String mark = MARK + "=" + UUID.randomUUID();
  private final Path folder;
  private final Process owner;
  private final String label;
  private final Set<Long> seen = new TreeSet<>();

  /**
   * Starts it.
   *
   * @param world processes or containers
   */
  public RunningTrial(String world, Path folder) throws IOException {
    this.folder = folder;
    var builder =
        new ProcessBuilder(
                OwnerJvm.command(TrialOwner.class, world, folder.resolve("runs").toString()))
            .redirectErrorStream(true)
            .redirectOutput(log().toFile());
    builder.environment().put(MARK, mark.substring(MARK.length() + 1));
    owner = builder.start();
    var identity = ProcessIdentity.of(owner.toHandle());
    label = new Ownership(Ownership.ofThisJvm().machine(), identity).toString();
  }

  private Path log() {
    return folder.resolve("owner.log");
  }

  /** The label that its containers and networks have. */
  public String label() {
    return label;
  }

  /** Returns when its journal says that its faults are injected. */
  public void awaitStorm() {
    await()
        .atMost(PATIENCE)
        .failFast("the trial ended before its storm, see " + log(), () -> !owner.isAlive())
        .until(this::storms);
  }

  private boolean storms() throws IOException {
    // Some of its processes are gone before its storm.
    addProcesses(new TreeSet<>());
    for (Path journal : below(folder.resolve("runs"), "history.jsonl")) {
      for (String line : Files.readAllLines(journal)) {
        if (line.contains("\"" + TrialOwner.STORM + "\"") && line.contains("\"info\"")) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Path> below(Path folder, String name) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.find(folder, DEPTH, (file, any) -> file.endsWith(name))) {
      return files.toList();
    } catch (UncheckedIOException unreadable) {
      // What cannot be looked at is there: a mount whose server is gone.
      return List.of(folder);
    }
  }

  /** Sends it a signal, and waits for its end. */
  public void end(String signal) throws Exception {
    var pid = Long.toString(owner.pid());
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
    assertThat(owner.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .as("it ends of " + signal)
        .isTrue();
  }

  /** Its processes, mounts, and files beside the record of the run. */
  public Set<String> traces() throws IOException {
    var traces = new TreeSet<String>();
    addProcesses(traces);
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
      mounts.filter(mount -> mount.contains(folder.toString())).forEach(traces::add);
    }
    try (Stream<Path> files = Files.list(SHARED)) {
      files.filter(this::isOfOurs).forEach(file -> traces.add("clock " + file));
    }
    for (String name : List.of("data", "clocks")) {
      below(folder.resolve("runs"), name).forEach(left -> traces.add("folder " + left));
    }
    return traces;
  }

  private void addProcesses(Set<String> traces) throws IOException {
    try (var all = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : all) {
        try {
          var environment = process.resolve("environ");
          if (Files.readString(environment, StandardCharsets.ISO_8859_1).contains(mark)) {
            long pid = Long.parseLong(process.getFileName().toString());
            seen.add(pid);
            var command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            traces.add("process " + pid + " " + command.replace('\0', ' '));
          }
        } catch (IOException goneOrForeign) {
          // Then it is none of it.
        }
      }
    }
  }

  /** What libfaketime shares is called by the number of a process. */
  private boolean isOfOurs(Path file) {
    var name = file.getFileName().toString();
    var number = name.substring(name.lastIndexOf('_') + 1);
    return name.contains("faketime")
        && number.matches("\\d{1,10}")
        && seen.contains(Long.parseLong(number));
  }

  @Override
  public void close() {
    owner.destroyForcibly();
  }
}
