package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.NodePlace;
import dev.ordeal.harness.cluster.Question;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.Site;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A cluster of child processes on 127.0.0.1: kill is SIGKILL, pause is SIGSTOP, and every directed
 * link between two nodes runs through a proxy of its own in this JVM.
 *
 * <pre>{@code
 * ProcessBackend.of(5, place -> List.of("my-server",
 *     "--listen", place.listen().toString(), "--peers", place.peersText(), "--data", place.data()))
 * }</pre>
 *
 * <p>A command must become the node, not fork it ({@code exec} in a shell script). It runs in its
 * data folder; what it prints is its log; its standard input ends when this JVM ends. Whatever way
 * this JVM ends, its nodes end too.
 */
public final class ProcessBackend implements Backend {
  private final ProcessSettings settings;

  private ProcessBackend(ProcessSettings settings) {
    this.settings = settings;
  }

  /**
   * A cluster of nodes {@code n1} to {@code n<nodes>}.
   *
   * @param command the program and its arguments, for a node's place; asked again at each start
   */
  public static ProcessBackend of(
      int nodes, Function<? super NodePlace, ? extends List<String>> command) {
    if (nodes < 1) {
      throw new IllegalArgumentException("a cluster of " + nodes + " nodes: give it at least one");
    }
    return new ProcessBackend(ProcessSettings.of(nodes, command));
  }

  /** The same, with environment variables beside those of this JVM. */
  public ProcessBackend environment(
      Function<? super NodePlace, ? extends Map<String, String>> environment) {
    return new ProcessBackend(settings.withEnvironment(environment));
  }

  /** The same, but a node has this long to get ready; else 30 s. */
  public ProcessBackend startTimeout(Duration timeout) {
    return new ProcessBackend(settings.withStartTimeout(timeout));
  }

  /**
   * The same, but a node is ready only when this says so too; else, when its port accepts a
   * connection. Asked again until it does; an exception means not yet.
   */
  public ProcessBackend readyWhen(Predicate<? super Node> ready) {
    return new ProcessBackend(settings.withReadyWhen(ready));
  }

  /** The same, with the capability {@link Leadership}. */
  public ProcessBackend leader(Function<? super List<Node>, Optional<Node>> leader) {
    return new ProcessBackend(settings.withLeader(leader));
  }

  /**
   * The same, but this is what probes ask its nodes, to see whether faults bite; else {@link
   * Question#ours}, of which servers that do not speak our JSON complain in their logs.
   */
  public ProcessBackend probe(Question question) {
    return new ProcessBackend(settings.withProbe(question));
  }

  /**
   * The same, with the capability {@link Disks}: the nodes' data folders lie on a file system of
   * ours. Needs Linux, FUSE and the right to mount; where one is missing, the cluster does not open
   * and says which. The data are held in memory: 256 MiB for each node at most.
   */
  public ProcessBackend withDisks() {
    return new ProcessBackend(settings.withDisks());
  }

  /**
   * The same, with the capability {@link dev.ordeal.harness.cluster.Clocks}: nodes run under
   * libfaketime, which must be on this machine (the package {@code libfaketime}, or {@code
   * -Dordeal.faketime=PATH}). It makes wall clocks wrong and leaves monotonic ones alone, in
   * programs that use glibc.
   */
  public ProcessBackend withClocks() {
    return new ProcessBackend(settings.withClocks());
  }

  @Override
  public String name() {
    return ProcessCluster.BACKEND;
  }

  @Override
  public String describe() {
    return settings.nodes()
        + " child processes on 127.0.0.1, each directed link through an embedded Toxiproxy proxy"
        + (settings.disks() ? ", data on faulty disks" : "");
  }

  @Override
  public Cluster open(Site site) {
    var cluster = new ProcessCluster(settings, site);
    try {
      cluster.open();
      return cluster;
    } catch (IllegalStateException | UncheckedIOException failure) {
      closeAfter(failure, cluster);
      throw new SetupFailure(String.valueOf(failure.getMessage()), failure);
    } catch (RuntimeException | Error failure) {
      closeAfter(failure, cluster);
      throw failure;
    }
  }

  private static void closeAfter(Throwable failure, Cluster cluster) {
    try {
      cluster.close();
    } catch (RuntimeException second) {
      failure.addSuppressed(second);
    }
  }
}
