package dev.ordeal.harness.junit;

import static dev.ordeal.harness.generator.Generators.eachProcess;
import static dev.ordeal.harness.generator.Generators.invoke;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Verdict;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.trials.NoBackend;
import dev.ordeal.harness.trials.OddBackend;
import dev.ordeal.harness.trials.Registers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Test classes as users write them; the tests of the extension run them. */
final class Samples {
  private static final Duration SHORT = Duration.ofMillis(500);

  private Samples() {}

  static final class Valid {
    @RegisterExtension
    static final OrdealExtension ORDEAL = OrdealExtension.on(Registers.backend());

    @Test
    void keeps_its_promise(Trial trial) {
      trial.workload(Registers.workload()).time(SHORT).quiet().run().assertValid();
    }
  }

  static final class Violation {
    @RegisterExtension
    static final OrdealExtension ORDEAL = OrdealExtension.on(Registers.brokenBackend());

    @Test
    void breaks_its_promise(Trial trial) {
      trial.workload(Registers.workload()).time(SHORT).quiet().run().assertValid();
    }
  }

  static final class Convicted {
    @RegisterExtension
    static final OrdealExtension ORDEAL = OrdealExtension.on(Registers.brokenBackend());

    @Test
    void is_rightly_convicted(Trial trial) {
      trial.workload(Registers.workload()).time(SHORT).quiet().run().assertConvicted("stale-read");
    }
  }

  static final class Inconclusive {
    @RegisterExtension
    static final OrdealExtension ORDEAL = OrdealExtension.on(Registers.backend());

    @Test
    void cannot_tell(Trial trial) {
      var workload = Registers.judgedBy(history -> Verdict.unknown("out of steps"));
      trial.workload(workload).time(SHORT).quiet().run().assertValid();
    }
  }

  static final class NoCluster {
    @RegisterExtension
    static final OrdealExtension ORDEAL =
        OrdealExtension.on(new NoBackend(new SetupFailure("no port is free")));

    @Test
    void does_not_come_up(Trial trial) {
      trial.workload(Registers.workload()).quiet().run().assertValid();
    }
  }

  static final class Broken {
    @RegisterExtension
    static final OrdealExtension ORDEAL = OrdealExtension.on(Registers.backend());

    @Test
    void has_a_broken_checker(Trial trial) {
      var workload =
          Registers.judgedBy(
              history -> {
                throw new IllegalStateException("boom");
              });
      trial.workload(workload).time(SHORT).quiet().run().assertValid();
    }
  }

  static final class Forgotten {
    @RegisterExtension
    static final OrdealExtension ORDEAL = OrdealExtension.on(Registers.brokenBackend());

    @Test
    void asserts_nothing(Trial trial) {
      trial.workload(Registers.workload()).time(SHORT).quiet().run();
    }
  }

  static final class ForgottenSecond {
    @RegisterExtension
    static final OrdealExtension ORDEAL = OrdealExtension.on(Registers.brokenBackend());

    @Test
    void asserts_one_of_two(Trial trial) {
      var short1 = trial.workload(Registers.workload()).time(SHORT).quiet();
      short1.on(Registers.backend()).run().assertValid();
      short1.run();
    }
  }

  static final class FailsByItself {
    @RegisterExtension
    static final OrdealExtension ORDEAL = OrdealExtension.on(Registers.brokenBackend());

    @Test
    void has_a_reason_of_its_own(Trial trial) {
      trial.workload(Registers.workload()).time(SHORT).quiet().run();
      throw new IllegalStateException("my own reason");
    }
  }

  /** Both orders of the parameters; a fresh cluster for each method, closed whatever happens. */
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static final class BothParameters {
    static final OddBackend BACKEND = OddBackend.counting(Registers.backend());
    static final List<String> SEEN = new ArrayList<>();
    @RegisterExtension static final OrdealExtension ORDEAL = OrdealExtension.on(BACKEND);

    @Test
    void trial_first(Trial trial, Cluster cluster) {
      run(trial, cluster);
    }

    @Test
    void cluster_first(Cluster cluster, Trial trial) {
      run(trial, cluster);
    }

    @Test
    void fails(Cluster cluster, Trial trial) {
      run(trial, cluster);
      throw new IllegalStateException("my own reason");
    }

    @Test
    void cluster_alone(Cluster cluster) {
      SEEN.add("alone");
      assertThat(cluster.nodes()).hasSize(3);
    }

    /** The trial runs on that very cluster if its clients see that cluster's nodes. */
    private static void run(Trial trial, Cluster cluster) {
      var workload =
          new Workload(
              "identity",
              node -> op -> cluster.nodes().contains(node) ? op.ok() : op.fail("a stranger"),
              eachProcess(invoke("look")),
              invoke("look"),
              "none",
              history -> Verdict.valid());
      trial.workload(workload).time(SHORT).quiet().run().assertValid();
      SEEN.add(trial.name());
    }
  }

  @ExtendWith(OrdealExtension.class)
  static final class WithoutBackend {

    @Test
    void says_where_itself(Trial trial) {
      trial
          .on(Registers.backend())
          .workload(Registers.workload())
          .time(SHORT)
          .quiet()
          .run()
          .assertValid();
    }

    @Test
    void cannot_have_a_cluster(Cluster cluster) {
      assertThat(cluster).isNull();
    }
  }

  @ExtendWith(OrdealExtension.class)
  static final class NeverRun {
    @Test
    void is_forgotten(Trial trial) {
      assertThat(trial.name()).isEqualTo("NeverRun.is_forgotten");
    }
  }
}
