package dev.ordeal.harness;

import static dev.ordeal.checkers.Phase.DURING;
import static dev.ordeal.checkers.Phase.during;
import static dev.ordeal.harness.generator.Generators.eachProcess;
import static dev.ordeal.harness.generator.Generators.invoke;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ordeal.checkers.Recovery;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.client.RpcClient;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.VirtualTime;
import dev.ordeal.harness.cluster.simulated.SimulatedBackend;
import dev.ordeal.harness.trials.OddBackend;
import dev.ordeal.harness.trials.Outage;
import dev.ordeal.harness.trials.StallingNode;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.StoredRun;
import dev.ordeal.results.run.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a known stall after a healing is measured, and what a user can claim of it. */
class RecoveryTrialTest {
  private static final Duration STALL = ofSeconds(2);

  @TempDir private Path store;

  /** Three nodes die at 4 s, are started at 5 s, and refuse everybody until 7 s; and again. */
  private Run stalled(Duration stall) {
    return trial(reads(RpcClient.connector(ofMillis(50))))
        .on(SimulatedBackend.of(3, StallingNode.stalling(stall)))
        .faults(
            new Outage(
                ofSeconds(4),
                ofSeconds(1),
                cluster -> cluster.nodes().forEach(processes(cluster)::kill),
                cluster -> cluster.nodes().forEach(processes(cluster)::start)))
        .time(ofSeconds(13))
        .run();
  }

  private static Processes processes(Cluster cluster) {
    return cluster.capability(Processes.class).orElseThrow();
  }

  private static Workload reads(Client.Connector connector) {
    return new Workload(
        "reads",
        connector,
        invoke("read").repeat().stagger(ofMillis(5)),
        eachProcess(invoke("read").repeat().stagger(ofMillis(50)).untilOk()),
        "none",
        history -> Verdict.valid());
  }

  private Trial trial(Workload workload) {
    return Trial.named("stall")
        .workload(workload)
        .concurrency(5)
        .seed(7)
        .store(RunStore.at(store))
        .quiet();
  }

  @Test
  void a_known_stall_of_2_s_is_measured_within_1_percent_in_virtual_time() {
    var run = stalled(STALL).assertValid();
    var first = run.recovery().faults().get(0);
    assertThat(seconds(first.firstOk().orElseThrow().after())).isCloseTo(2, within(0.02));
    assertThat(seconds(first.throughput().orElseThrow().after())).isCloseTo(2, within(0.02));
    assertThat(seconds(run.recovery().longest().orElseThrow().length())).isCloseTo(3, within(0.03));
  }

  @Test
  void a_recovery_is_stored_and_said_in_the_verdict() {
    var run = stalled(STALL).assertValid();
    var stored = StoredRun.open(run.directory()).conclusion().orElseThrow();
    assertThat(stored.verdict().flatMap(Recovery::in)).contains(run.recovery());
    assertThat(run.text())
        .containsPattern("recovery:    first ok after down (1\\.99|2\\.00)")
        .contains("storm:       0.0 % ok, calm ");
  }

  @Test
  void a_claim_that_holds_answers_the_run() {
    var run = stalled(STALL);
    assertThat(run.recoversWithin(ofMillis(2_020)).unavailableAtMost(ofMillis(3_050)))
        .isSameAs(run);
    assertThat(run.regainsThroughputWithin(ofMillis(2_050)).toleratesAtLeast(0)).isSameAs(run);
    assertThat(run.isAsserted()).isTrue();
  }

  @Test
  void a_recovery_that_takes_too_long_is_explained_by_its_fault_its_healing_and_its_first_ok() {
    assertThatThrownBy(() -> stalled(STALL).assertValid().recoversWithin(ofSeconds(1)))
        .isInstanceOf(RecoveryError.class)
        .hasMessageStartingWith("down (injected at 4.000s, healed at 5.000s):\n")
        .hasMessageContaining("no operation was ok within 1.000 s; the first ok came 1.99")
        .hasMessageContaining(" s after it:\n    7.00")
        .hasMessageContaining("p0 ok read")
        .hasMessageContaining("stall is VALID");
    assertThatThrownBy(() -> stalled(STALL).regainsThroughputWithin(ofSeconds(1)))
        .isInstanceOf(RecoveryError.class)
        .hasMessageContaining(" ok/s was not back within 1.000 s; it was back 1.99");
  }

  @Test
  void an_unavailability_that_is_too_long_is_explained_by_its_span_and_its_faults() {
    assertThatThrownBy(() -> stalled(STALL).unavailableAtMost(ofSeconds(2)))
        .isInstanceOf(RecoveryError.class)
        .hasMessageStartingWith("for 3.0")
        .hasMessageContaining("no operation was ok though clients asked; claimed: at most 2.000 s")
        .hasMessageContaining("faults then: down (injected at 4.000s, healed at 5.000s)");
  }

  @Test
  void a_fault_tolerance_that_is_too_low_is_explained_by_its_shares() {
    assertThatThrownBy(() -> stalled(STALL).toleratesAtLeast(0.9))
        .isInstanceOf(RecoveryError.class)
        .hasMessageStartingWith("the fault tolerance rate is 0.000: in storm 0.0 % ok (0 of ")
        .hasMessageContaining("claimed: at least 0.9; the worst was down: 0.0 % ok");
  }

  @Test
  void what_cannot_be_measured_is_inconclusive() {
    var calm =
        trial(reads(node -> op -> op.ok()))
            .on(SimulatedBackend.of(3, StallingNode.stalling(STALL)));
    var run = calm.time(ofSeconds(1)).run().assertValid();
    assertThatThrownBy(() -> run.recoversWithin(STALL))
        .isInstanceOf(InconclusiveError.class)
        .hasMessageStartingWith("recovery cannot be judged: nothing was recovered from");
    assertThatThrownBy(() -> run.toleratesAtLeast(0.5))
        .isInstanceOf(InconclusiveError.class)
        .hasMessageContaining("in storm nothing was asked for, in calm 100.0 % ok");
    assertThatThrownBy(() -> run.regainsThroughputWithin(STALL))
        .isInstanceOf(InconclusiveError.class)
        .hasMessageContaining("no fault was healed before the end");
  }

  @Test
  void a_workload_that_expects_success_during_faults_is_inconclusive_if_there_is_none() {
    var available = reads(RpcClient.connector(ofMillis(50)));
    var run = stalled(ofMillis(1));
    assertThat(run.outcome()).as("by default it may be unavailable").isEqualTo(Outcome.VALID);
    var trial = run.trial();
    var more = trial.workload(available.expects("read", DURING)).run();
    assertThat(more.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    assertThat(more.text())
        .contains("missing:     No read was ok during a fault, of ")
        .contains("cure:        if the system may be unavailable then by design");
    assertThat(StoredRun.open(more.directory()).info().expected())
        .isEqualTo(available.expects("read", DURING).expected());
    var down = trial.workload(available.expects("read", during("down"))).run();
    assertThatThrownBy(down::assertValid)
        .isInstanceOf(InconclusiveError.class)
        .hasMessageContaining("No read was ok during down, of ");
    var exempt = available.expects("read", DURING).expectsNothingOf("read");
    assertThat(trial.workload(exempt).run().outcome()).isEqualTo(Outcome.VALID);
  }

  /** The service itself tells how long it really stalled: a busy machine makes it stall longer. */
  @Test
  void a_known_stall_of_2_s_is_measured_within_10_percent_on_real_threads() {
    var service = new Service();
    var backend =
        OddBackend.without(VirtualTime.class, SimulatedBackend.of(3, StallingNode.stalling(STALL)));
    var run =
        trial(reads(node -> op -> service.serves() ? op.ok() : op.fail("stalled")))
            .on(backend)
            .faults(
                new Outage(
                    ofMillis(2_500), ofMillis(300), any -> service.stop(), any -> service.start()))
            .time(ofMillis(5_250))
            .run()
            .assertValid();
    var first = run.recovery().faults().get(0);
    assertThat(seconds(first.firstOk().orElseThrow().after()))
        .isCloseTo(service.firstStallSeconds(), within(0.2));
    run.recoversWithin(ofSeconds(10));
  }

  /** Stalls after it is started again, and remembers for how long, as its clients see it. */
  private static final class Service {
    private static final long UP = Long.MIN_VALUE;
    private static final long DOWN = Long.MAX_VALUE;

    private final AtomicLong servesFrom = new AtomicLong(UP);
    private final AtomicLong startedAt = new AtomicLong();
    private final AtomicLong firstStall = new AtomicLong();

    boolean serves() {
      long from = servesFrom.get();
      long now = System.nanoTime();
      boolean serves = from == UP || (from != DOWN && now - from >= 0);
      if (serves && from != UP) {
        firstStall.compareAndSet(0, now - startedAt.get());
      }
      return serves;
    }

    void stop() {
      servesFrom.set(DOWN);
    }

    void start() {
      if (servesFrom.get() == DOWN) {
        startedAt.set(System.nanoTime());
        servesFrom.set(System.nanoTime() + STALL.toNanos());
      }
    }

    double firstStallSeconds() {
      return firstStall.get() / 1e9;
    }
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
