package dev.ordeal.harness.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.ClusterDriver;
import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.DisksConformance;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.testnode.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulated disks fail as real ones do, and the same at each run of a seed. */
class SimulatedDisksTest extends DisksConformance {
  @TempDir private Path folder;

  @Override
  protected Backend backend(int nodes) {
    return SimulatedBackend.of(nodes, name -> new TestNode());
  }

  /** What a node holds after its writes were torn and its records flipped. */
  private String survivors(long seed, String run) throws Exception {
    var logs = Files.createDirectories(folder.resolve(run));
    var site = new Site(1, logs, Files.createDirectories(folder.resolve(run + " data")));
    try (var cluster = backend(1).open(site)) {
      var on = new ClusterDriver(cluster);
      var node = on.node(1);
      for (int i = 0; i < 20; i++) {
        var type = i < 10 ? "put" : "write";
        on.call(node, Map.of("type", type, "key", "k" + i, "value", List.of("some text", i)));
      }
      var disks = cluster.capability(Disks.class).orElseThrow();
      disks.tear(node, seed);
      assertThat(disks.flip(node, "*", 3, seed)).isEqualTo(3);
      cluster.capability(Processes.class).orElseThrow().start(node);
      return held(on);
    }
  }

  private static String held(ClusterDriver on) throws Exception {
    var text = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      var get = Map.<String, Object>of("type", "get", "key", "k" + i);
      var answer =
          on.begin(on.node(1), get, Duration.ofSeconds(1))
              .handle((found, missing) -> found == null ? "none" : "" + found.get("value"));
      text.append(on.await(answer)).append('\n');
    }
    return text.toString();
  }

  @Test
  void the_same_seed_tears_and_flips_the_same_and_another_seed_does_not() throws Exception {
    var outcomes = new HashSet<String>();
    for (long seed = 1; seed <= 5; seed++) {
      var first = survivors(seed, seed + "a");
      assertThat(survivors(seed, seed + "b")).as("seed %s", seed).isEqualTo(first);
      outcomes.add(first);
    }
    assertThat(outcomes).hasSize(5);
  }
}
