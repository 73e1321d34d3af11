package dev.ordeal.nemesis;

import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Fault.pause;
import static dev.ordeal.nemesis.Targets.all;
import static dev.ordeal.nemesis.Targets.minority;
import static dev.ordeal.nemesis.Targets.named;
import static dev.ordeal.nemesis.Targets.one;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ordeal.harness.Run;
import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Phases.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the faults of the richer plans come and go, and whom they hit. */
class RhythmTest {
  @TempDir private Path folder;
  private Rehearsal rehearsal;

  @BeforeEach
  void rehearse() {
    rehearsal = Rehearsal.in(folder);
  }

  @Test
  void gaps_and_lengths_of_a_poisson_schedule_have_the_means_that_were_asked_for() {
    var rhythm = new Rhythm.Poisson(ofSeconds(9), ofSeconds(4), ofMillis(1500), Plan.FOREVER);
    double gaps = 0;
    double lengths = 0;
    int turns = 20_000;
    Optional<Rhythm.Span> before = Optional.empty();
    for (int turn = 0; turn < turns; turn++) {
      var span = rhythm.span(turn, before, new SplittableRandom(turn * 31L)).orElseThrow();
      var since = before.map(last -> last.from().plus(last.lasting())).orElse(ofSeconds(9));
      gaps += span.from().minus(since).toNanos() / 1e9;
      lengths += span.lasting().toNanos() / 1e9;
      before = Optional.of(span);
    }
    assertThat(gaps / turns).isCloseTo(4, within(0.1));
    assertThat(lengths / turns).isCloseTo(1.5, within(0.04));
  }

  @Test
  void a_poisson_schedule_is_the_same_for_the_same_seed_and_another_for_another()
      throws IOException {
    var plan = kill(one()).poisson(ofSeconds(1)).lasting(ofMillis(500)).during(ofSeconds(8));
    var seen = new HashSet<List<String>>();
    for (long seed = 0; seed < 10; seed++) {
      var once = Rehearsal.times(rehearsal.seed(seed).run(plan));
      assertThat(Rehearsal.times(rehearsal.seed(seed).run(plan)))
          .as("seed %d", seed)
          .isEqualTo(once);
      assertThat(once).hasSizeGreaterThan(1);
      seen.add(once);
    }
    assertThat(seen).hasSize(10);
  }

  @Test
  void a_mix_draws_each_fault_as_often_as_its_weight_says() throws IOException {
    var plan = Mix.of(3, pause(one())).or(1, kill(one())).every(ofMillis(40)).lasting(ofMillis(10));
    var counts = new HashMap<String, Integer>();
    for (long seed = 0; seed < 4; seed++) {
      for (Op op : Rehearsal.ops(rehearsal.seed(seed).run(plan))) {
        counts.merge(op.f(), 1, Integer::sum);
      }
    }
    double share = (double) counts.get("kill") / (counts.get("kill") + counts.get("pause"));
    assertThat(share).isCloseTo(0.25, within(0.06));
    assertThat(counts.get("resume")).isCloseTo(counts.get("pause"), within(4));
  }

  @Test
  void a_rolling_restart_goes_from_node_to_node() throws IOException {
    var plan =
        Plan.rolling(kill(all())).every(ofSeconds(1)).after(ofMillis(0)).during(ofSeconds(6));
    assertThat(Rehearsal.hits(rehearsal.run(plan)))
        .containsExactly(
            "0.000 kill n1",
            "0.500 restart n1",
            "1.000 kill n2",
            "1.500 restart n2",
            "2.000 kill n3",
            "2.500 restart n3",
            "3.000 kill n4",
            "3.500 restart n4",
            "4.000 kill n5",
            "4.500 restart n5",
            "5.000 kill n1",
            "5.500 restart n1",
            "10.000 heal");
  }

  @Test
  void a_flapping_fault_is_quickly_on_and_off_for_a_span() throws IOException {
    var plan =
        partition(Shape.HALVES)
            .every(ofSeconds(5))
            .lasting(ofMillis(500))
            .flapping(ofMillis(100), ofMillis(150))
            .during(ofSeconds(6));
    assertThat(Rehearsal.times(rehearsal.run(plan)))
        .containsExactly(
            "2.500 partition",
            "2.600 heal-partition",
            "2.750 partition",
            "2.850 heal-partition",
            "10.000 heal");
  }

  @Test
  void a_swizzle_hits_one_after_the_other_and_heals_them_in_another_order() throws IOException {
    var plan = Plan.swizzle(partition(Shape.ISOLATE_ONE)).step(ofMillis(500)).after(ofSeconds(1));
    var orders = new HashSet<List<String>>();
    for (long seed = 0; seed < 10; seed++) {
      var run = rehearsal.seed(seed).run(plan);
      assertThat(Rehearsal.times(run))
          .containsExactly(
              "1.000 partition",
              "1.500 partition",
              "2.000 partition",
              "2.500 partition",
              "3.000 partition",
              "3.500 heal-partition",
              "4.000 heal-partition",
              "4.500 heal-partition",
              "5.000 heal-partition",
              "5.500 heal-partition",
              "10.000 heal");
      var cut = ids(run, "partition");
      var healed = ids(run, "heal-partition");
      assertThat(healed).containsExactlyInAnyOrderElementsOf(cut).isNotEqualTo(cut);
      orders.add(cut);
    }
    assertThat(orders).as("orders are drawn").hasSizeGreaterThan(5);
  }

  @Test
  void a_swizzle_of_a_minority_hits_as_many_and_each_node_once() throws IOException {
    var run = rehearsal.run(Plan.swizzle(kill(minority())).step(ofSeconds(1)).after(ofSeconds(0)));
    var nodes = new HashSet<Object>();
    for (Op op : Rehearsal.ops(run)) {
      if (op.f().equals("kill") && op.value() instanceof Map<?, ?> aim) {
        nodes.add(aim.get("targets"));
      }
    }
    assertThat(nodes).hasSize(2);
    assertThat(Rehearsal.times(run)).startsWith("0.000 kill", "1.000 kill", "2.000 restart");
  }

  private static List<String> ids(Run run, String f) {
    var ids = new ArrayList<String>();
    for (Op op : Rehearsal.ops(run)) {
      if (op.f().equals(f) && op.value() instanceof Map<?, ?> value) {
        ids.add(String.valueOf(value.get("id")));
      }
    }
    return ids;
  }

  @Test
  void phases_tell_their_names_and_heal_what_they_leave() throws IOException {
    var plan =
        Plan.phases(
            Phase.calm(ofSeconds(2)),
            Phase.storm(
                ofSeconds(4),
                Plan.together(
                    kill(one()).every(ofSeconds(3)).lasting(ofMillis(2500)).after(ofSeconds(0)),
                    pause(named("n1")).once(ofSeconds(9)).after(ofSeconds(3)))),
            Phase.calm(ofSeconds(2)));
    var run = rehearsal.run(plan);
    assertThat(Rehearsal.times(run))
        .containsExactly(
            "0.000 phase",
            "2.000 phase",
            "2.000 kill",
            "4.500 restart",
            "5.000 kill",
            "5.000 pause",
            "6.000 restart",
            "6.000 resume",
            "6.000 phase",
            "10.000 heal");
    assertThat(Rehearsal.ops(run).stream().filter(op -> op.f().equals("phase")).map(Op::value))
        .containsExactly(
            Map.of("name", "calm", "length", "2 s"),
            Map.of("name", "storm", "length", "4 s"),
            Map.of("name", "calm", "length", "2 s"));
  }

  @Test
  void the_same_fault_twice_at_once_is_healed_twice() throws IOException {
    var twice = pause(named("n2")).once(ofSeconds(1));
    var run = rehearsal.run(Plan.together(twice, twice.after(ofMillis(500))));
    var ids = ids(run, "pause");
    assertThat(ids).doesNotHaveDuplicates().isEqualTo(ids(run, "resume"));
  }

  @Test
  void the_same_text_and_seed_are_the_same_plan() throws IOException {
    for (long seed = 0; seed < 30; seed++) {
      var plan = Plan.parse(KNOWN.get((int) (seed % KNOWN.size())));
      var once = rehearsal.seed(seed).run(plan).history();
      var again = rehearsal.seed(seed).run(Plan.parse(plan.text())).history();
      assertThat(again.toString()).as("seed %d, %s", seed, plan.text()).isEqualTo(once.toString());
    }
  }

  private static final List<String> KNOWN =
      List.of(
          "2 x kill minority or 1 x partition random-halves refuse, about 500 ms with gaps of about"
              + " 1 s",
          "swizzle pause minority, a step of 200 ms every 2 s; and kill one, 1 s of every 3 s",
          "rolling partition isolate-one blackhole, 1 s of every 2 s, flapping 50 ms on 50 ms off",
          "phases [calm 1 s] [storm 2 s: kill all, every 1 s] [calm 1 s]; then kill one, every 2 s",
          "whenever 20 ok idle, after 100 ms: (kill one, once for 300 ms; and pause one, once for 1"
              + " s)");

  @Test
  void a_plan_takes_no_time_of_the_clients() throws IOException {
    var calm = rehearsal.run(Plan.calm()).history().operations().count();
    var watching =
        rehearsal.run(Plan.parse("when 100000 ok idle: kill one")).history().operations().count();
    assertThat((double) watching / calm).isCloseTo(1, within(0.02));
  }
}
