package dev.ordeal.harness;

import static dev.ordeal.harness.generator.Generators.eachProcess;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.sequence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.lock.LockCheckers;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.VirtualTime;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.trials.OddBackend;
import dev.ordeal.harness.trials.OnePlan;
import dev.ordeal.harness.trials.Registers;
import dev.ordeal.harness.trials.Shaking;
import dev.ordeal.harness.trials.Witness;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.results.run.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However the main phase ends: faults are healed, it is on the record, and the end comes after. */
class TrialHealingTest {
  private static final Generator BROKEN =
      context -> {
        throw new IllegalStateException("this generator is broken");
      };

  @TempDir private Path store;
  private final Witness witness = new Witness();

  @AfterEach
  void nobody_is_interrupted_any_more() {
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void the_end_begins_after_the_heal_and_no_work_does() {
    for (long seed = 0; seed < 10; seed++) {
      var history = trial().seed(seed).faults(new Shaking()).workload(workAndEnd()).run().history();
      var marks = marks(history);
      assertThat(marks)
          .as("seed %d", seed)
          .extracting(Op::type)
          .containsExactly(Op.Type.INVOKE, Op.Type.INFO);
      int begun = marks.get(0).index();
      int healed = marks.get(1).index();
      assertThat(history.clientOps().filter(op -> op.f().equals("work")))
          .isNotEmpty()
          .filteredOn(op -> op.type() == Op.Type.INVOKE)
          .allSatisfy(op -> assertThat(op.index()).isLessThan(begun));
      assertThat(history.clientOps().filter(op -> op.f().equals("end")))
          .hasSize(10)
          .allSatisfy(op -> assertThat(op.index()).isGreaterThan(healed));
    }
  }

  @Test
  void a_trial_without_faults_has_the_mark_as_well() {
    assertThat(marks(trial().run().history())).hasSize(2);
  }

  @Test
  void a_fault_in_force_when_time_is_over_is_healed() {
    var folder = trial().store().create("register", Instant.now());
    try (var cluster = Registers.backend().open(new Site(7, folder.logs(), folder.data()))) {
      var shaking = new Shaking();
      var run = trial().on(cluster, folder).faults(shaking).time(Duration.ofMillis(150)).run();
      assertThat(shaking.done()).containsSubsequence("cut", "mend", "kill", "heal");
      assertThat(shaking.done()).doesNotContain("start");
      var processes = cluster.capability(Processes.class).orElseThrow();
      assertThat(cluster.nodes()).allMatch(processes::alive);
      var reads = run.history().stream().skip(marks(run.history()).get(1).index());
      assertThat(reads.filter(op -> op.type() == Op.Type.OK)).as("all answer").hasSize(5);
    }
  }

  @Test
  void faults_are_healed_on_the_record_though_the_main_phase_breaks() {
    var shaking = new Shaking();
    var work = invoke("work").repeat().stagger(Duration.ofMillis(5));
    var broken = workload(sequence(work.limit(40), BROKEN), invoke("end"));
    assertThatThrownBy(() -> trial().faults(shaking).workload(broken).run())
        .isInstanceOf(HarnessFailure.class);
    assertThat(shaking.done()).contains("cut").endsWith("heal");
    var history = witness.stored().history();
    assertThat(marks(history)).hasSize(2);
    assertThat(history.clientOps()).noneMatch(op -> op.f().equals("end"));
  }

  @Test
  void faults_are_healed_on_the_record_though_the_trial_is_interrupted() {
    var shaking = new Shaking();
    var backend = OddBackend.counting(Registers.backend());
    Client hasty =
        op -> {
          if (shaking.done().contains("kill")) {
            Thread.currentThread().interrupt();
          }
          return op.ok();
        };
    var interrupted = workload(node -> hasty, work(), invoke("end"));
    assertThatThrownBy(() -> trial().on(backend).faults(shaking).workload(interrupted).run())
        .isInstanceOf(HarnessFailure.class)
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).as("the caller learns that it was interrupted").isTrue();
    assertThat(shaking.done()).endsWith("heal");
    assertThat(marks(witness.stored().history())).hasSize(2);
    assertThat(backend.closed()).isEqualTo(1);
    assertThat(witness.conclusion().outcome()).isEqualTo(Outcome.HARNESS_FAILURE);
  }

  @Test
  void in_real_time_too_an_interrupted_trial_heals_and_ends() throws InterruptedException {
    var plan = OnePlan.healing(number -> {});
    var working = new CountDownLatch(20);
    Client client =
        op -> {
          working.countDown();
          return op.ok();
        };
    var backend = OddBackend.without(VirtualTime.class, Registers.backend());
    var trial =
        trial()
            .on(backend)
            .faults(plan)
            .time(Duration.ofMinutes(10))
            .workload(workload(node -> client, work(), invoke("end")));
    var failure = new AtomicReference<Throwable>();
    var runner = new Thread(trial::run, "trial");
    runner.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
    runner.start();
    assertThat(working.await(30, TimeUnit.SECONDS)).isTrue();
    runner.interrupt();
    runner.join(30_000);
    assertThat(runner.isAlive()).isFalse();
    assertThat(failure.get()).isInstanceOf(HarnessFailure.class);
    assertThat(plan.healings()).isPositive();
    assertThat(backend.closed()).isEqualTo(1);
    assertThat(marks(witness.stored().history())).hasSize(2);
  }

  @Test
  void a_healing_that_fails_once_is_tried_again() {
    var plan =
        OnePlan.healing(
            number -> {
              if (number == 1) {
                throw new IllegalStateException("the wrench slipped");
              }
            });
    var run = trial().faults(plan).run().assertValid();
    assertThat(plan.healings()).isEqualTo(2);
    assertThat(marks(run.history()).get(1).value())
        .isEqualTo(Map.of("failed", "IllegalStateException: the wrench slipped"));
  }

  @Test
  void a_trial_that_cannot_heal_condemns_nobody_for_what_stays_broken() {
    var plan =
        OnePlan.healing(
            number -> {
              throw new IllegalStateException("n2 does not start");
            });
    assertThatThrownBy(() -> trial().faults(plan).workload(workAndEnd()).run())
        .isInstanceOf(HarnessFailure.class)
        .hasMessageContaining("the nemesis could not heal")
        .hasMessageContaining("n2 does not start");
    assertThat(witness.stored().history().clientOps()).noneMatch(op -> op.f().equals("end"));
  }

  @Test
  void a_violation_stands_though_nothing_heals() {
    var plan =
        OnePlan.healing(
            number -> {
              throw new IllegalStateException("n2 does not start");
            });
    var run = trial().on(Registers.brokenBackend()).faults(plan).run();
    run.assertConvicted("stale-read");
    assertThat(run.text()).contains("n2 does not start");
  }

  @Test
  void a_trial_that_breaks_in_its_end_condemns_nobody_for_what_was_not_yet_done() {
    Client client = Client.on("acquire", op -> op.fail("held")).on("release", op -> op.ok());
    var broken =
        new Workload(
            "lock",
            node -> client,
            invoke("acquire"),
            sequence(eachProcess(invoke("acquire")), BROKEN),
            "lock-exclusive",
            LockCheckers.exclusive());
    assertThatThrownBy(() -> trial().workload(broken).run())
        .isInstanceOf(HarnessFailure.class)
        .hasMessageContaining("this generator is broken");
    assertThat(marks(witness.stored().history())).as("one mark for each healing").hasSize(4);
  }

  private Trial trial() {
    return Registers.trial(store).observed(witness);
  }

  private static List<Op> marks(History history) {
    return history.stream().filter(op -> op.isNemesis() && op.f().equals("heal")).toList();
  }

  private static Generator work() {
    return invoke("work").repeat().stagger(Duration.ofMillis(5));
  }

  private static Workload workAndEnd() {
    return workload(work(), eachProcess(invoke("end")));
  }

  private static Workload workload(Generator main, Generator end) {
    return workload(node -> op -> op.ok(), main, end);
  }

  private static Workload workload(Client.Connector connector, Generator main, Generator end) {
    return new Workload("any", connector, main, end, "none", history -> Verdict.valid());
  }
}
