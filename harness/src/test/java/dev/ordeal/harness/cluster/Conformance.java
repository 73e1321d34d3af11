package dev.ordeal.harness.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Some nodes of the program {@link dev.ordeal.harness.cluster.testnode.TestNode}, open. */
abstract class Conformance {
  static final Duration LONG = Duration.ofSeconds(50);

  private final int size;
  @TempDir private Path folder;
  private boolean alone;
  Site site;
  Cluster cluster;
  ClusterDriver on;
  Node n1;
  Node n2;

  Conformance(int size) {
    this.size = size;
  }

  /** The backend under test, with that many nodes that run the test program. */
  protected abstract Backend backend(int nodes);

  /** The cluster that the tests take in turn; if there is none, each opens its own. */
  protected Optional<StandingCluster> standing() {
    return Optional.empty();
  }

  @BeforeEach
  void open() throws IOException {
    var standing = standing();
    if (standing.isEmpty()) {
      openAlone();
      return;
    }
    cluster = standing.get().take();
    site = standing.get().site();
    use(standing.get().driver());
  }

  /** For a test that leaves no cluster to others: one of its own, unless it has one. */
  final void openAlone() throws IOException {
    if (alone) {
      return;
    }
    alone = true;
    var logs = Files.createDirectory(folder.resolve("logs"));
    site = new Site(42, logs, Files.createDirectory(folder.resolve("data")));
    cluster = backend(size).open(site);
    use(new ClusterDriver(cluster));
  }

  private void use(ClusterDriver driver) {
    on = driver;
    n1 = on.node(1);
    n2 = on.node(2);
  }

  @AfterEach
  void close() throws Exception {
    if (cluster != null && alone) {
      cluster.close();
    }
    if (standing().isPresent()) {
      standing().get().giveBack();
    }
  }

  Network network() {
    return cluster.capability(Network.class).orElseThrow();
  }

  Processes processes() {
    return cluster.capability(Processes.class).orElseThrow();
  }
}
