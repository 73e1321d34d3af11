package dev.ordeal.harness;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.results.run.Commit;
import dev.ordeal.results.run.Environment;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.run.RunInfo.ClusterInfo;
import dev.ordeal.results.run.RunInfo.Faults;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A trial as the run store describes it. */
final class Describe {

  private Describe() {}

  /** What a backend is about to start. */
  static ClusterInfo planned(Backend backend) {
    return new ClusterInfo(backend.name(), backend.describe(), List.of());
  }

  /** What stands. */
  static ClusterInfo open(Cluster cluster, String description) {
    var nodes = cluster.nodes().stream().map(Node::name).toList();
    return new ClusterInfo(cluster.backend(), description, nodes);
  }

  /** How the run is set up. */
  static RunInfo info(Trial trial, ClusterInfo cluster, Instant started) {
    return new RunInfo(
        trial.name(),
        started,
        trial.seed(),
        trial.workload().name(),
        trial.workload().checkerName(),
        cluster,
        trial.concurrency(),
        trial.time(),
        new Faults(trial.faults().text(), trial.faults().kinds()),
        trial.workload().expected(),
        Map.of("recovery", trial.recovery().toString()),
        Source.COMMIT,
        Environment.here(),
        trial.again());
  }

  /** Asked once: the classes of this JVM do not change with what is checked out meanwhile. */
  private static final class Source {
    static final Optional<Commit> COMMIT = Commit.of(Path.of("").toAbsolutePath());
  }
}
