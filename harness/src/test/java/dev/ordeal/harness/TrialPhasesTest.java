package dev.ordeal.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cluster.simulated.SimulatedBackend;
import dev.ordeal.harness.cluster.simulated.SimulatedHost;
import dev.ordeal.harness.cluster.simulated.SimulatedNode;
import dev.ordeal.harness.trials.RegisterNode;
import dev.ordeal.harness.trials.Registers;
import dev.ordeal.results.StoredRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nodes print of the phases of their work, in the run that comes of it. */
class TrialPhasesTest {
  @TempDir private Path store;

  @Test
  void phases_that_nodes_print_are_stored_and_shown_with_the_verdict() {
    var backend = SimulatedBackend.of(3, name -> new Telling(RegisterNode.sound().create(name)));
    var run = Registers.trial(store).on(backend).run().assertValid();
    assertThat(run.text()).contains("phases:      boot 3 times, p50 2.0 ms, p99 2.0 ms");
    var boot = StoredRun.open(run.directory()).conclusion().orElseThrow().phases().get(0);
    assertThat(boot.nodes()).containsOnlyKeys("n1", "n2", "n3");
    assertThat(boot.nodes().get("n2").max()).isEqualTo(Duration.ofMillis(2));
  }

  @Test
  void a_run_tells_how_fast_the_calm_was_also_without_faults() {
    assertThat(Registers.trial(store).run().assertValid().text())
        .containsPattern("calm: +[0-9]+ ok/s; p50 [0-9.]+ ms, p99 [0-9.]+ ms\n");
  }

  /** A node that says how long its start took. */
  private record Telling(SimulatedNode node) implements SimulatedNode {

    @Override
    public void start(SimulatedHost host) {
      node.start(host);
      host.log("n phase boot took 2.000ms");
    }

    @Override
    public boolean leads() {
      return node.leads();
    }

    @Override
    public void receive(String src, Map<String, @Nullable Object> body) {
      node.receive(src, body);
    }
  }
}
