package dev.ordeal.nemesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.PlanReader;
import dev.ordeal.harness.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A plan that was stored with a run is run again. */
class ScriptTest {
  private static final List<String> PLANS =
      List.of(
          "kill minority, about 500 ms with gaps of about 1 s",
          "pause leader, once for 1 s; and partition random-halves refuse, every 3 s",
          "swizzle pause all, a step of 200 ms every 4 s",
          "phases [calm 1 s] [storm 3 s: slow one-way 20 ms 3 ms, every 1 s] [calm 2 s]",
          "when all logs \"x\": kill it, once for 1 s");

  @TempDir private Path folder;
  private Rehearsal rehearsal;

  @BeforeEach
  void rehearse() {
    rehearsal =
        Rehearsal.in(folder)
            .with(
                world -> {
                  world.elect("n2");
                  world.logAfter(Duration.ofSeconds(2), "n4", "x");
                });
  }

  @Test
  void the_script_of_a_run_does_the_same_at_the_same_times_to_the_same_nodes() throws IOException {
    for (String plan : PLANS) {
      var run = rehearsal.run(Plan.parse(plan));
      var script = Plan.of(run.history());
      var again =
          rehearsal.seed(99).with(world -> world.elect("n5")).run(Plan.parse(script.text()));
      assertThat(faults(again)).as(plan).isEqualTo(faults(run)).isNotEmpty();
      assertThat(again.verdict().evidence().faults().keySet())
          .isEqualTo(run.verdict().evidence().faults().keySet());
    }
  }

  private static List<String> faults(Run run) {
    return Rehearsal.hits(run).stream()
        .filter(hit -> !hit.contains("watch") && !hit.endsWith(" hit"))
        .toList();
  }

  @Test
  void the_script_of_a_script_is_itself() throws IOException {
    var script = Plan.of(rehearsal.run(Plan.parse(PLANS.get(2))).history());
    assertThat(script.steps()).isNotEmpty();
    assertThat(Plan.of(rehearsal.run(script).history())).isEqualTo(script);
  }

  @Test
  @ResourceLock(Resources.SYSTEM_PROPERTIES)
  void the_plan_of_the_system_property_goes_before_that_of_the_trial() throws IOException {
    var wanted = Plan.parse("pause n1, once for 1 s after 2 s");
    try {
      System.setProperty(PlanReader.PROPERTY, wanted.text());
      var run = rehearsal.run(Plan.parse("kill one"));
      assertThat(Rehearsal.times(run))
          .containsExactly("2.000 pause", "3.000 resume", "10.000 heal");
      assertThat(run.text()).contains("-Dordeal.plan='pause n1, once for 1 s after 2 s'");
      var file = Files.writeString(folder.resolve("plan.txt"), wanted.text() + "\n");
      System.setProperty(PlanReader.PROPERTY, "@" + file);
      var fromFile = rehearsal.run(Plan.calm());
      assertThat(Rehearsal.times(fromFile)).contains("2.000 pause");
      assertThat(fromFile.text()).contains("-Dordeal.plan='@" + file + "'");
      System.setProperty(PlanReader.PROPERTY, "pause n1, sometimes");
      assertThatThrownBy(() -> rehearsal.trial(Plan.calm()))
          .hasMessageContaining("-Dordeal.plan: the plan cannot be read at character 11");
    } finally {
      System.clearProperty(PlanReader.PROPERTY);
    }
  }

  @Test
  void a_script_that_goes_back_in_time_is_refused() {
    assertThatThrownBy(
            () ->
                Plan.parse(
                    """
                    script [
                      2.000s nemesis invoke kill targets n1
                      1.000s nemesis invoke restart
                    ]\
                    """))
        .hasMessageContaining("goes back in time");
  }
}
