package dev.ordeal.nemesis;

import static dev.ordeal.nemesis.Fault.kill;
import static dev.ordeal.nemesis.Fault.partition;
import static dev.ordeal.nemesis.Fault.pause;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.cluster.Network.Cut;
import org.junit.jupiter.api.Test;

class PlanTest {

  @Test
  void a_plan_prints_as_words() {
    assertThat(pause(Targets.leader()).every(ofSeconds(3)).lasting(ofMillis(1200)).text())
        .isEqualTo("pause leader, 1200 ms of every 3 s after 1500 ms");
    assertThat(
            Plan.together(
                    partition(Shape.HALVES, Cut.REFUSE).every(ofSeconds(4)).during(ofSeconds(8)),
                    kill(Targets.named("n1", "n2")).every(ofSeconds(6)).after(ofSeconds(1)))
                .text())
        .isEqualTo(
            "partition halves refuse, 2 s of every 4 s after 2 s for 8 s; and "
                + "kill n1,n2, 3 s of every 6 s after 1 s");
  }

  @Test
  void a_plan_names_what_heals_each_of_its_faults() {
    var plan = Plan.together(kill(Targets.one()).every(ofSeconds(2)), Plan.calm());
    assertThat(plan.kinds()).containsOnlyKeys("kill").containsEntry("kill", "restart");
  }

  @Test
  void a_fault_cannot_last_longer_than_its_period() {
    assertThatThrownBy(() -> kill(Targets.all()).every(ofSeconds(2)).lasting(ofSeconds(2)))
        .hasMessageContaining("2 s of every 2 s");
  }
}
