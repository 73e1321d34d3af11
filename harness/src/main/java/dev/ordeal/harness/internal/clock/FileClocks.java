package dev.ordeal.harness.internal.clock;

import dev.ordeal.harness.cluster.Clocks;
import dev.ordeal.harness.cluster.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Clocks of real nodes, each of which reads from a file of its own how wrong it is to be. */
public final class FileClocks implements Clocks {
  /** The file's name in its node's folder. */
  public static final String FILE = "faketime";

  private final Path folder;
  private final World world;
  private final Map<String, ClockFile> files = new LinkedHashMap<>();

  /** Where the nodes live. */
  public interface World {

    /** When a node's process started, as far as that is known. */
    Optional<Instant> start(Node node);

    /** Reads a node's clock, if there is a way to. */
    Optional<Reading> read(Node node);
  }

  /**
   * All clocks are true.
   *
   * @param folder holds a folder for each node; created
   */
  public FileClocks(Path folder, Collection<String> names, World world) {
    this.folder = folder;
    this.world = world;
    for (String name : names) {
      try {
        Files.createDirectories(folder(name));
      } catch (IOException failure) {
        throw new UncheckedIOException("cannot create a folder for the clock of " + name, failure);
      }
      files.put(name, new ClockFile(folder(name).resolve(FILE)));
    }
  }

  /** The folder with the file of a node. */
  public Path folder(String name) {
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
  public void starting(String name) {
    file(name).startedAt(Instant.now());
  }

  /** To be called when a node that was started is ready. */
  public void started(Node node) {
    world.start(node).ifPresent(file(node.name())::startedAt);
    calibrate(node);
  }

  /**
   * When a process began to count is known to some milliseconds only, by which a rate would be
   * wrong: the node's own clock tells it better.
   */
  private void calibrate(Node node) {
    var file = file(node.name());
    if (file.skews().rate() == 1) {
      return;
    }
    skew(node)
        .ifPresent(
            reading -> {
              var ahead = reading.skew().minus(file.expected(reading.at()));
              if (ahead.abs().compareTo(reading.within()) > 0) {
                file.correct(ahead);
              }
            });
  }

  @Override
  public Skewed bump(Node node, Duration offset) {
    return file(node.name()).skews().bump(offset);
  }

  @Override
  public Skewed rate(Node node, double rate) {
    var skewed = file(node.name()).skews().rate(rate, ClockFile.nanos(Instant.now()));
    calibrate(node);
    return skewed;
  }

  @Override
  public void heal(Node node) {
    file(node.name()).skews().clear();
  }

  @Override
  public Optional<Reading> skew(Node node) {
    return world.read(node);
  }
}
