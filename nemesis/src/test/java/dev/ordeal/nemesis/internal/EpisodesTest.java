package dev.ordeal.nemesis.internal;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.generator.ProcessSet;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.Plan;
import dev.ordeal.nemesis.Shape;
import dev.ordeal.nemesis.Targets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class EpisodesTest {
  private static final Duration MOMENT = ofMillis(1);

  private static Generator pauseTheLeader() {
    return Fault.pause(Targets.leader())
        .every(ofMillis(1000))
        .after(ofMillis(500))
        .lasting(ofMillis(600))
        .schedule();
  }

  /** Runs it for three seconds; what it does takes a moment, and hits somebody or not. */
  private static List<String> run(Predicate<Duration> somebodyLeads) {
    var nobodyElse = ProcessSet.of(1, true);
    var done = new ArrayList<String>();
    Generator cycle = pauseTheLeader();
    for (Duration now = Duration.ZERO; now.toSeconds() < 3; now = now.plus(MOMENT)) {
      var context = new Context(now.toNanos(), nobodyElse, nobodyElse, 7);
      Generator.Next next = cycle.next(context);
      if (next instanceof Generator.Pending pending) {
        cycle = pending.rest();
      } else if (next instanceof Generator.Emit emit) {
        boolean injects = emit.op().f().equals("pause");
        boolean hit = !injects || somebodyLeads.test(now);
        done.add(now.toMillis() + " " + emit.op().f() + (hit ? "" : " nobody"));
        List<String> nodes = hit ? List.of("n1") : List.of();
        Map<String, ?> value = Map.of("nodes", nodes);
        long end = now.plus(MOMENT).toNanos();
        var info = new Op(0, end, Op.NEMESIS, Op.Type.INFO, emit.op().f(), value, null);
        cycle = emit.rest().update(context, emit.op()).update(context, info);
      }
    }
    return done;
  }

  @Test
  void a_fault_comes_and_goes_in_its_rhythm() {
    assertThat(run(now -> true))
        .containsExactly("500 pause", "1100 resume", "1500 pause", "2100 resume", "2500 pause");
  }

  @Test
  void a_fault_that_hit_nobody_comes_again_soon_and_lasts_as_long() {
    assertThat(run(now -> now.toMillis() > 650))
        .containsExactly(
            "500 pause nobody",
            "601 pause nobody",
            "702 pause",
            "1302 resume",
            "1500 pause",
            "2100 resume",
            "2500 pause");
  }

  @Test
  void a_fault_that_hits_nobody_for_too_long_waits_for_the_next_period() {
    assertThat(run(now -> now.toMillis() > 1000))
        .containsExactly(
            "500 pause nobody",
            "601 pause nobody",
            "702 pause nobody",
            "803 pause nobody",
            "1403 resume",
            "1500 pause",
            "2100 resume",
            "2500 pause");
  }

  @Test
  void what_came_due_while_the_nemesis_was_busy_comes_in_the_order_of_the_plan() {
    var plan =
        Plan.together(
            Fault.pause(Targets.one()).every(ofMillis(9000)).after(ofMillis(300)).lasting(MOMENT),
            Fault.kill(Targets.one()).every(ofMillis(9000)).after(ofMillis(100)).lasting(MOMENT),
            Fault.partition(Shape.HALVES)
                .every(ofMillis(9000))
                .after(ofMillis(200))
                .lasting(ofMillis(500)));
    for (long seed = 0; seed < 50; seed++) {
      assertThat(askedLate(Schedules.of(plan, List.of("n1", "n2")), seed))
          .as("seed %d", seed)
          .containsExactly("kill", "restart", "partition", "pause", "resume", "heal-partition");
    }
  }

  /** What a schedule of a second does all at once when the second is over. */
  private static List<String> askedLate(Generator schedule, long seed) {
    var free = ProcessSet.of(1, true);
    var done = new ArrayList<String>();
    var begun = schedule.next(new Context(0, free, free, seed));
    Generator rest = ((Generator.Pending) begun).rest();
    var late = new Context(Duration.ofSeconds(1).toNanos(), free, free, seed);
    while (rest.next(late) instanceof Generator.Emit emit) {
      done.add(emit.op().f());
      rest = emit.rest();
    }
    return done;
  }
}
