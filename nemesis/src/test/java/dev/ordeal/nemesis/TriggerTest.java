package dev.ordeal.nemesis;

import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.pause;
import static dev.ordeal.nemesis.Targets.all;
import static dev.ordeal.nemesis.Targets.leader;
import static dev.ordeal.nemesis.Targets.named;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.Run;
import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Logs;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Phases.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans that wait until something happens. */
class TriggerTest {
  private static final Plan KILL_IT = kill(Targets.it()).once(ofSeconds(1));

  @TempDir private Path folder;
  private Rehearsal rehearsal;

  @BeforeEach
  void rehearse() {
    rehearsal = Rehearsal.in(folder);
  }

  @Test
  void a_plan_begins_so_long_after_an_operation_was_ok() throws IOException {
    var plan =
        Plan.when(Trigger.ok(3, "idle"), kill(named("n1")).once(ofSeconds(1))).after(ofMillis(100));
    var run = rehearsal.run(plan);
    var third =
        run.history().stream()
            .filter(op -> op.type() == Op.Type.OK)
            .skip(2)
            .findFirst()
            .orElseThrow();
    var kill =
        Rehearsal.ops(run).stream().filter(op -> op.f().equals("kill")).findFirst().orElseThrow();
    assertThat(kill.time() - third.time()).isEqualTo(ofMillis(100).toNanos());
    assertThat(Rehearsal.ops(run))
        .extracting(Op::f)
        .containsExactly("watch", "hit", "kill", "restart", "heal");
  }

  @Test
  void a_line_of_a_log_begins_a_plan_that_hits_the_node_that_printed_it() throws IOException {
    var run =
        rehearsal
            .with(
                world -> {
                  world.logAfter(ofMillis(1500), "n3", "elected in term x");
                  world.logAfter(ofMillis(2500), "n4", "elected in term 12");
                  world.logAfter(ofMillis(2600), "n2", "elected in term 13");
                })
            .run(Plan.when(Trigger.logs(all(), "elected in term \\d+"), KILL_IT));
    assertThat(Rehearsal.hits(run))
        .containsExactly(
            "0.000 watch", "2.500 hit", "2.500 kill n4", "3.500 restart n4", "10.000 heal");
    assertThat(value(run, "hit"))
        .containsEntry("saw", "elected in term 12")
        .containsEntry("node", "n4");
    assertThat(gaps(run)).isEmpty();
  }

  @Test
  void a_line_that_was_printed_before_is_not_waited_for() throws IOException {
    var plan =
        kill(named("n1")).once(ofSeconds(1)).then(Plan.when(Trigger.logs(all(), "x"), KILL_IT));
    var run = rehearsal.with(world -> world.logAfter(ofMillis(500), "n2", "x")).run(plan);
    assertThat(Rehearsal.ops(run))
        .extracting(Op::f)
        .containsExactly("kill", "restart", "watch", "heal");
  }

  @Test
  void a_leader_is_waited_for() throws IOException {
    var run =
        rehearsal
            .with(world -> world.after(ofMillis(3333), () -> world.elect("n5")))
            .run(Plan.when(Trigger.leader(), pause(leader()).once(ofSeconds(1))));
    assertThat(Rehearsal.hits(run))
        .containsExactly(
            "0.000 watch", "3.340 hit", "3.340 pause n5", "4.340 resume n5", "10.000 heal");
  }

  @Test
  void each_change_of_the_leader_begins_the_plan_again() throws IOException {
    var run =
        rehearsal
            .with(
                world -> {
                  world.elect("n1");
                  world.after(ofSeconds(2), () -> world.elect("n2"));
                  world.after(ofMillis(2500), () -> world.elect("n3"));
                  world.after(ofSeconds(6), () -> world.elect("n4"));
                })
            .run(Plan.whenever(Trigger.newLeader(), KILL_IT));
    assertThat(Rehearsal.hits(run))
        .as("what changes while the plan runs is passed over")
        .containsExactly(
            "0.000 watch",
            "2.000 hit",
            "2.000 kill n2",
            "3.000 restart n2",
            "3.000 watch",
            "6.000 hit",
            "6.000 kill n4",
            "7.000 restart n4",
            "7.000 watch",
            "10.000 heal");
    assertThat(gaps(run)).as("it was hit before").isEmpty();
  }

  @Test
  void what_was_never_hit_is_a_gap_in_the_evidence() throws IOException {
    var run = rehearsal.run(Plan.when(Trigger.logs(named("n1"), "elected"), KILL_IT));
    assertThat(gaps(run))
        .contains(
            "What the plan waited for never happened: n1 logs \"elected\"; so this was not done:"
                + " kill it, once for 1 s.");
    assertThatThrownBy(run::assertValid).hasMessageContaining("never happened");
  }

  @Test
  void a_phase_that_ends_waits_no_more() throws IOException {
    var plan =
        Plan.phases(
            Phase.storm(ofSeconds(2), Plan.when(Trigger.logs(all(), "late"), KILL_IT)),
            Phase.calm(ofSeconds(5)));
    var run = rehearsal.with(world -> world.logAfter(ofSeconds(3), "n1", "late")).run(plan);
    assertThat(Rehearsal.times(run))
        .containsExactly(
            "0.000 phase", "0.000 watch", "2.000 unwatch", "2.000 phase", "10.000 heal");
  }

  @Test
  void a_hit_is_told_when_the_nemesis_is_free_and_polling_leaves_no_trace() throws IOException {
    var plan =
        Plan.together(
            Plan.when(Trigger.leader(), KILL_IT),
            Plan.when(Trigger.logs(all(), "x"), pause(named("n2")).once(ofSeconds(1))),
            Plan.when(Trigger.logs(all(), "y"), pause(named("n3")).once(ofSeconds(1))));
    var run =
        rehearsal
            .with(
                world -> {
                  world.logAfter(ofSeconds(5), "n1", "x");
                  world.logAfter(ofSeconds(5), "n1", "y");
                  world.after(ofSeconds(5), () -> world.elect("n1"));
                })
            .run(plan);
    assertThat(Rehearsal.ops(run)).extracting(Op::f).filteredOn("hit"::equals).hasSize(3);
    assertThat(Rehearsal.ops(run)).hasSize(3 + 3 + 6 + 1);
  }

  @Test
  void a_cluster_that_cannot_tell_says_so_before_the_trial() throws IOException {
    try (var world = new World(folder.resolve("world"))) {
      var onLog = Plan.when(Trigger.logs(all(), "x"), KILL_IT).nemesis();
      assertThatThrownBy(() -> onLog.requireSupport(Lacking.of(world.cluster(), Logs.class)))
          .isInstanceOf(SetupFailure.class)
          .hasMessageContaining("simulated backend cannot follow logs");
      var onLeader = Plan.when(Trigger.leader(), KILL_IT).nemesis();
      assertThatThrownBy(
              () -> onLeader.requireSupport(Lacking.of(world.cluster(), Leadership.class)))
          .isInstanceOf(SetupFailure.class)
          .hasMessageContaining("there is a leader")
          .hasMessageContaining(".leader(...)");
      var onStranger = Plan.when(Trigger.logs(named("n9"), "x"), KILL_IT).nemesis();
      assertThatThrownBy(() -> onStranger.requireSupport(world.cluster()))
          .hasMessageContaining("n9");
    }
  }

  private static Map<String, Object> value(Run run, String f) {
    var op = Rehearsal.ops(run).stream().filter(one -> one.f().equals(f)).findFirst().orElseThrow();
    var value = new java.util.TreeMap<String, Object>();
    ((Map<?, ?>) op.value()).forEach((key, one) -> value.put(String.valueOf(key), one));
    return value;
  }

  private static List<String> gaps(Run run) {
    return run.verdict().evidence().gaps();
  }
}
