package dev.ordeal.harness.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes of the program {@link dev.ordeal.harness.cluster.testnode.TestNode}, open. */
abstract class Conformance {
  static final Duration LONG = Duration.ofSeconds(50);

  @TempDir private Path folder;
  Site site;
  Cluster cluster;
  ClusterDriver on;
  Node n1;
  Node n2;
  Node n3;

  /** The backend under test, with that many nodes that run the test program. */
  protected abstract Backend backend(int nodes);

  @BeforeEach
  void open() throws Exception {
    var logs = Files.createDirectory(folder.resolve("logs"));
    site = new Site(42, logs, Files.createDirectory(folder.resolve("data")));
    cluster = backend(3).open(site);
    on = new ClusterDriver(cluster);
    n1 = on.node(1);
    n2 = on.node(2);
    n3 = on.node(3);
  }

  @AfterEach
  void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  Network network() {
    return cluster.capability(Network.class).orElseThrow();
  }

  Processes processes() {
    return cluster.capability(Processes.class).orElseThrow();
  }
}
