package dev.ordeal.harness.internal.clock;

import dev.ordeal.harness.cluster.Clocks;
import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Question;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Clocks of real nodes under this machine's libfaketime, each of which reads from a file of its own
 * how wrong it is to be.
 */
public abstract class FileClocks implements Clocks {
  /** The file's name in its node's folder. */
  protected static final String FILE = "faketime";

  private final Path library = Faketime.library();
  private final Path folder;
  private final Function<Node, HostPort> homes;
  private final Question question;
  private final Map<String, ClockFile> files = new LinkedHashMap<>();

  /**
   * All clocks are true.
   *
   * @param folder holds a folder for each node; created
   * @param homes where a node can be asked for the time
   * @param question what is asked there
   */
  protected FileClocks(
      Path folder, Collection<String> names, Function<Node, HostPort> homes, Question question) {
    this.folder = folder;
    this.homes = homes;
    this.question = question;
    for (String name : names) {
      try {
        Files.createDirectories(folder(name));
      } catch (IOException failure) {
        throw new UncheckedIOException("cannot create a folder for the clock of " + name, failure);
      }
      files.put(name, new ClockFile(folder(name).resolve(FILE)));
    }
  }

  /** The processes of a node, as this machine numbers them, its first one first. */
  protected abstract List<Long> pids(Node node);

  /** Has somebody else read the clock of a node that does not tell its own. */
  protected abstract Optional<Reading> readByHelper(Node node);

  /** The library on this machine. */
  protected final Path library() {
    return library;
  }

  /** The folder with the file of a node. */
  protected final Path folder(String name) {
    return folder.resolve(name);
  }

  private ClockFile file(String name) {
    var file = files.get(name);
    if (file == null) {
      throw new IllegalArgumentException(name + " is no node of this cluster: " + files.keySet());
    }
    return file;
  }

  /** To be called before the process of a node is started. */
  public final void starting(String name) {
    file(name).startedAt(Instant.now());
  }

  /** To be called when a node that was started is ready. */
  public final void started(Node node) {
    pids(node).stream()
        .findFirst()
        .flatMap(ProcessHandle::of)
        .flatMap(process -> process.info().startInstant())
        .ifPresent(file(node.name())::startedAt);
    calibrate(node);
  }

  /**
   * When a process began to count is known to some milliseconds only, by which a rate would be
   * wrong: the node's own clock tells it better. It is believed no more than its reading is exact,
   * or on a busy machine it would make things worse.
   */
  private void calibrate(Node node) {
    var file = file(node.name());
    double rate = file.skews().rate();
    if (rate == 1) {
      return;
    }
    skew(node)
        .ifPresent(
            reading -> {
              long ahead = reading.skew().minus(file.expected(reading.at())).toNanos();
              long certain =
                  Math.abs(ahead) - Math.round(reading.within().toNanos() * Math.max(1, rate));
              if (certain > 0) {
                file.correct(Duration.ofNanos(ahead > 0 ? certain : -certain));
              }
            });
  }

  @Override
  public final Skewed bump(Node node, Duration offset) {
    return file(node.name()).skews().bump(offset);
  }

  @Override
  public final Skewed rate(Node node, double rate) {
    var skewed = file(node.name()).skews().rate(rate, ClockFile.nanos(Instant.now()));
    calibrate(node);
    return skewed;
  }

  @Override
  public final void heal(Node node) {
    file(node.name()).skews().clear();
  }

  @Override
  public final Optional<Reading> skew(Node node) {
    return NodeWord.read(question, homes.apply(node), () -> readByHelper(node));
  }
}
