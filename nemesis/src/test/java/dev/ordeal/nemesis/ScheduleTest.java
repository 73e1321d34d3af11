package dev.ordeal.nemesis;

import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Fault.pause;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.Run;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.history.Op;
import dev.ordeal.results.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the faults of a plan come and go, in whole trials in virtual time. */
class ScheduleTest {
  private static final long SEED = 7;

  @TempDir private Path folder;

  @Test
  void a_fault_comes_after_the_calm_and_in_every_period_and_goes_when_it_has_lasted()
      throws IOException {
    var plan = pause(Targets.one()).every(ofSeconds(3)).lasting(ofSeconds(1)).after(ofMillis(500));
    assertThat(times(run(plan, SEED)))
        .containsExactly(
            "0.500 pause",
            "1.500 resume",
            "3.500 pause",
            "4.500 resume",
            "6.500 pause",
            "7.500 resume",
            "9.500 pause",
            "10.000 heal");
  }

  @Test
  void a_period_alone_means_half_calm_and_half_fault() throws IOException {
    assertThat(times(run(kill(Targets.one()).every(ofSeconds(4)), SEED)))
        .containsExactly(
            "2.000 kill", "4.000 restart", "6.000 kill", "8.000 restart", "10.000 heal");
  }

  @Test
  void a_plan_injects_no_more_after_its_time_but_heals() throws IOException {
    var plan =
        kill(Targets.one())
            .every(ofSeconds(2))
            .lasting(ofMillis(1500))
            .after(ofSeconds(1))
            .during(ofSeconds(4));
    assertThat(times(run(plan, SEED)))
        .containsExactly(
            "1.000 kill", "2.500 restart", "3.000 kill", "4.500 restart", "10.000 heal");
  }

  @Test
  void plans_run_together_each_at_its_own_times() throws IOException {
    var plan =
        Plan.together(
            partition(Shape.HALVES).every(ofSeconds(5)).lasting(ofSeconds(2)).after(ofSeconds(1)),
            kill(Targets.one()).every(ofSeconds(4)).lasting(ofSeconds(1)).after(ofSeconds(2)));
    assertThat(times(run(plan, SEED)))
        .containsExactlyInAnyOrder(
            "1.000 partition",
            "2.000 kill",
            "3.000 heal-partition",
            "3.000 restart",
            "6.000 partition",
            "6.000 kill",
            "7.000 restart",
            "8.000 heal-partition",
            "10.000 heal");
  }

  @Test
  void a_plan_begins_when_the_one_before_it_is_through() throws IOException {
    var plan =
        pause(Targets.one())
            .every(ofSeconds(2))
            .lasting(ofMillis(500))
            .during(ofSeconds(3))
            .then(kill(Targets.all()).every(ofSeconds(3)).lasting(ofSeconds(1)));
    assertThat(times(run(plan, SEED)))
        .containsExactly(
            "1.000 pause",
            "1.500 resume",
            "3.000 kill",
            "4.000 restart",
            "6.000 kill",
            "7.000 restart",
            "9.000 kill",
            "10.000 heal");
  }

  @Test
  void a_calm_plan_does_nothing() throws IOException {
    assertThat(times(run(Plan.calm(), SEED))).containsExactly("10.000 heal");
  }

  @Test
  void the_same_seed_draws_the_same_and_another_seed_another() throws IOException {
    var plan =
        Plan.together(
            partition(Shape.RANDOM_HALVES).every(ofSeconds(2)),
            partition(Shape.RANDOM_HALVES).every(ofSeconds(2)),
            partition(Shape.ISOLATE_ONE).every(ofSeconds(2)));
    var draws = new HashSet<Object>();
    int drawn = 0;
    for (long seed = 0; seed < 20; seed++) {
      var once = draws(run(plan, seed));
      assertThat(draws(run(plan, seed))).as("seed %d", seed).isEqualTo(once);
      draws.addAll(once);
      drawn += once.size();
    }
    assertThat(draws).as("no draw twice: not in a run, not in another").hasSize(drawn);
  }

  @Test
  void a_fault_in_force_when_time_is_over_is_healed() throws IOException {
    try (var world = new World(folder.resolve("world"))) {
      var store = RunStore.at(folder.resolve("runs"));
      var plan =
          Plan.together(
              kill(Targets.majority()).every(ofSeconds(8)),
              partition(Shape.BRIDGE).every(ofSeconds(8)));
      var onOpen =
          Rehearsal.in(folder)
              .seed(SEED)
              .trial(plan)
              .on(world.cluster(), store.create("open", Instant.now()));
      assertThat(times(onOpen.time(ofSeconds(5)).run()))
          .contains("4.000 kill", "5.000 heal")
          .doesNotContain("8.000 restart");
      var processes = world.cluster().capability(Processes.class).orElseThrow();
      assertThat(world.cluster().nodes()).allMatch(processes::alive);
      assertThat(world.heard()).isEqualTo(World.links());
    }
  }

  private Run run(Plan plan, long seed) throws IOException {
    return Rehearsal.in(folder).seed(seed).run(plan);
  }

  /** What the nemesis began and when, to the millisecond. */
  private static List<String> times(Run run) {
    var times = new ArrayList<String>();
    Rehearsal.ops(run).forEach(op -> times.add(time(op.time()) + " " + op.f()));
    return times;
  }

  private static List<Object> draws(Run run) {
    var draws = new ArrayList<Object>();
    for (Op op : Rehearsal.ops(run)) {
      if (op.value() instanceof Map<?, ?> value && value.containsKey("draw")) {
        draws.add(value.get("draw"));
      }
    }
    return draws;
  }

  /** Exact, but for what a nemesis op takes when two are due at once. */
  private static String time(long nanos) {
    var duration = Duration.ofNanos(nanos);
    assertThat(nanos % 1_000_000).as("%s is on time", duration).isIn(0L, 100_000L, 200_000L);
    return "%d.%03d".formatted(duration.toSeconds(), duration.toMillisPart());
  }
}
