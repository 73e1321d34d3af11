package dev.ordeal.nemesis.internal;

import static dev.ordeal.harness.generator.Generators.eachProcess;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.nemesis.Fault.bumpClock;
import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Fault.pause;
import static dev.ordeal.nemesis.Fault.skewClock;
import static dev.ordeal.nemesis.Fault.strobeClock;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.harness.Run;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.client.RpcClient;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.simulated.SimulatedBackend;
import dev.ordeal.harness.cluster.simulated.SimulatedHost;
import dev.ordeal.harness.cluster.simulated.SimulatedNode;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.Plan;
import dev.ordeal.nemesis.Shape;
import dev.ordeal.nemesis.Targets;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.run.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No green without a bite: where the mechanism of a fault does nothing, every trial under it is
 * inconclusive; where all mechanisms work and the system is healthy, none is.
 */
class SabotageTest {
  private static final int SEEDS = Integer.getInteger("ordeal.sabotage", 10);
  private static final int HEALTHY = Integer.getInteger("ordeal.healthy", 50);

  /** At least one of every kind of fault that a simulated cluster can do. */
  private static final List<Fault> FAULTS =
      List.of(
          partition(Shape.RANDOM_HALVES),
          partition(Shape.ISOLATE_ONE, Cut.REFUSE),
          kill(Targets.minority()),
          pause(Targets.one()),
          bumpClock(Targets.one(), ofSeconds(-30)),
          strobeClock(Targets.one(), ofSeconds(2), ofMillis(50)),
          skewClock(Targets.one(), 1.5));

  /** Those that others may hide when all come together: a slow link that is cut is not slow. */
  private static final List<Fault> ALONE =
      List.of(
          Fault.slow(Shape.HALVES, ofMillis(50)),
          Fault.narrow(Shape.HALVES, 10_000),
          Fault.reset(Shape.HALVES),
          Fault.stop(Targets.minority()),
          Fault.bounce(Targets.minority()),
          Fault.crashLoop(Targets.one()),
          Fault.rollingRestart(Targets.minority()),
          Fault.powerLoss(Targets.all()),
          Fault.tornWrite(Targets.all()),
          Fault.flipBytes(Targets.all(), 2),
          Fault.fullDisk(Targets.minority()),
          Fault.slowSync(Targets.minority(), ofMillis(50)),
          Fault.failSync(Targets.minority()),
          Fault.starveCpu(Targets.one(), 0.05),
          Fault.stall(Targets.one(), ofMillis(400)));

  private static final String MEMBERS =
      "MembershipTest.a_change_that_the_system_does_not_make_does_not_bite";

  private static final String STARVED =
      "StarvationTest.pressure_that_does_nothing_is_seen_not_to_bite";

  /** Functions that inject what no simulated cluster can do, and which test sabotages them. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "leave", MEMBERS,
          "join", MEMBERS,
          "replace", MEMBERS,
          "starve-memory", STARVED,
          "starve-files", STARVED,
          "exhaust-heap", "StallTest.what_does_nothing_is_seen_not_to_bite");

  @TempDir private Path store;

  @Test
  void every_kind_of_fault_is_sabotaged() {
    var cases =
        Stream.concat(faults().stream().map(Fault::inject), ELSEWHERE.keySet().stream()).toList();
    assertThat(Kinds.nemeses()).isNotEmpty();
    for (var kind : Kinds.nemeses()) {
      assertThat(kind.fs())
          .as("the functions of a kind: add a fault of it to FAULTS, or to ELSEWHERE")
          .anyMatch(cases::contains);
    }
  }

  static List<Fault> faults() {
    return Stream.concat(FAULTS.stream(), ALONE.stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_whose_mechanism_does_nothing_is_never_green(Fault fault) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Run run = run(new Sabotage(healthy()), every(fault, 1), seed);
      assertThat(run.verdict().validity()).isEqualTo(Validity.VALID);
      assertThat(run.outcome()).as("seed %d", seed).isEqualTo(Outcome.INCONCLUSIVE);
      assertThat(run.verdict().evidence().gaps())
          .as("seed %d", seed)
          .singleElement()
          .asString()
          .startsWith("The fault " + fault.inject() + " was never seen to bite: ");
      assertThat(run.text()).contains("cure:        look at what the probe saw");
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void the_same_fault_is_green_where_its_mechanism_works(Fault fault) {
    for (long seed = 1; seed <= SEEDS; seed++) {
      Run run = run(healthy(), every(fault, 1), seed);
      assertThat(run.outcome()).as("seed %d\n%s", seed, run.text()).isEqualTo(Outcome.VALID);
    }
  }

  @Test
  void of_several_faults_the_one_that_does_nothing_is_named() {
    Backend network = new Sabotage(healthy());
    Run run = run(network, all(), 1);
    assertThat(run.verdict().evidence().gaps())
        .hasSize((int) FAULTS.stream().map(Fault::inject).distinct().count());
  }

  @Test
  void no_healthy_trial_under_all_kinds_of_faults_is_inconclusive() {
    System.out.printf("healthy trials: seeds 1 to %d%n", HEALTHY);
    for (long seed = 1; seed <= HEALTHY; seed++) {
      Run run = run(healthy(), all(), seed);
      assertThat(run.outcome()).as("seed %d\n%s", seed, run.text()).isEqualTo(Outcome.VALID);
    }
  }

  private static Plan every(Fault fault, int at) {
    return fault.every(ofMillis(1_700 + 200L * at)).lasting(ofMillis(600)).after(ofMillis(500));
  }

  private static Plan all() {
    return Plan.together(
        IntStream.range(0, FAULTS.size())
            .mapToObj(at -> every(FAULTS.get(at), at))
            .toArray(Plan[]::new));
  }

  private Run run(Backend backend, Plan plan, long seed) {
    var pings =
        new Workload(
            "pings",
            RpcClient.connector(ofMillis(100)),
            invoke("ping").repeat().stagger(ofMillis(10)),
            eachProcess(invoke("ping")),
            "none",
            history -> Verdict.valid());
    return Trial.named("sabotage")
        .on(backend)
        .workload(pings)
        .faults(plan)
        .concurrency(5)
        .time(ofSeconds(5))
        .seed(seed)
        .store(RunStore.at(store))
        .quiet()
        .run();
  }

  /** Every node answers for itself, in whatever weather. */
  private static Backend healthy() {
    return SimulatedBackend.of(5, name -> new Ping());
  }

  /** Reads from its disk and writes to it, and syncs now and then. */
  private static final class Ping implements SimulatedNode {
    private static final int PINGS_A_SYNC = 8;

    private @Nullable SimulatedHost host;
    private long pings;

    @Override
    public void start(SimulatedHost newHost) {
      host = newHost;
      host.disk().write("birth", Map.of("time", host.now()));
      host.disk().sync(() -> {});
    }

    @Override
    public void receive(String src, Map<String, @Nullable Object> body) {
      if (host != null) {
        host.disk().write("pings", Map.of("after", host.disk().read("birth").toString()));
        if (++pings % PINGS_A_SYNC == 0) {
          host.disk().sync(() -> {});
        }
        host.send(src, Map.of("type", "ping_ok", "in_reply_to", body.getOrDefault("msg_id", 0L)));
      }
    }
  }
}
