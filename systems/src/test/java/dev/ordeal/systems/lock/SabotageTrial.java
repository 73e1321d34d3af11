package dev.ordeal.systems.lock;

import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Fault.pause;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.ForwardingBackend;
import dev.ordeal.harness.cluster.ForwardingCluster;
import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.Shape;
import dev.ordeal.nemesis.Targets;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.run.Outcome;
import dev.ordeal.systems.Clusters;
import dev.ordeal.workloads.Locks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where real processes are told to fail and do not, the trial is never green. */
class SabotageTrial {
  @TempDir private Path store;

  static List<Fault> faults() {
    return List.of(
        partition(Shape.RANDOM_HALVES), kill(Targets.minority()), pause(Targets.minority()));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_whose_mechanism_does_nothing_is_never_green(Fault fault) {
    var run =
        Trial.named("sabotage")
            .on(new Idle(Clusters.processes("lock-fenced")))
            .workload(Locks.fenced(Clusters.CLIENT))
            .faults(fault.every(ofSeconds(2)))
            .time(ofSeconds(4))
            .store(RunStore.at(store))
            .quiet()
            .run();
    assertThat(run.outcome()).as(run.text()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(run.verdict().evidence().gaps())
        .as("on a busy machine there may be others")
        .anyMatch(gap -> gap.startsWith("The fault " + fault.inject() + " was never seen to bite"));
  }

  /** Does nothing of what it is told, and answers truly. */
  private static final class Idle extends ForwardingBackend {
    Idle(Backend inner) {
      super(inner);
    }

    @Override
    protected Cluster stand(Cluster opened) {
      return new ForwardingCluster(opened) {
        @Override
        public <C> Optional<C> capability(Class<C> kind) {
          Optional<C> real = super.capability(kind);
          if (kind == Network.class) {
            return Optional.of(kind.cast(new IdleNetwork()));
          }
          return kind == Processes.class
              ? real.map(processes -> kind.cast(new IdleProcesses((Processes) processes)))
              : real;
        }
      };
    }
  }

  private record IdleNetwork() implements Network {
    @Override
    public Imposed impose(Set<Link> links, Disturbance disturbance) {
      return () -> {};
    }

    @Override
    public void heal() {}
  }

  private record IdleProcesses(Processes real) implements Processes {
    @Override
    public void kill(Node node) {}

    @Override
    public void start(Node node) {}

    @Override
    public void pause(Node node) {}

    @Override
    public void resume(Node node) {}

    @Override
    public boolean alive(Node node) {
      return real.alive(node);
    }
  }
}
