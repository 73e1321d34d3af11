package dev.ordeal.nemesis;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Probes.Answer;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.Question;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.processes.JavaCommand;
import dev.ordeal.harness.cluster.processes.ProcessBackend;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class RealProcessFaultsTest extends RealFaults {

  @TempDir private Path store;

  @Override
  ProcessBackend backend() {
    return ProcessBackend.of(
        3, JavaCommand.of(EchoNode.class).arguments(place -> List.of(place.listen().toString())));
  }

  @Override
  List<Fault> more() {
    var one = Targets.named("n3");
    return List.of(Fault.starveFiles(one, 0), Fault.starveMemory(one, 8));
  }

  @Test
  void a_trial_whose_cuts_its_probes_would_not_see_does_not_begin() {
    var trial =
        Rehearsal.in(store)
            .trial(Fault.partition(Shape.HALVES).every(ofSeconds(1)))
            .on(backend().probe(Question.none()));
    assertThatThrownBy(trial::run)
        .isInstanceOf(SetupFailure.class)
        .hasMessageStartingWith("the processes backend cannot cut links and see it: ")
        .hasMessageContaining("have it ask what nodes answer");
  }

  @Test
  void a_crash_loop_kills_again_and_again() throws Exception {
    var fault = Fault.crashLoop(Targets.named("n1"));
    var nemesis = nemesis(fault);
    World.inject(nemesis, fault, 0, cluster());
    var processes = cluster().capability(Processes.class).orElseThrow();
    for (int life = 0; life < 2; life++) {
      Awaitility.await().atMost(ofSeconds(60)).until(() -> processes.alive(node(1)));
      Awaitility.await().atMost(ofSeconds(60)).until(() -> !processes.alive(node(1)));
    }
    var told = (Map<?, ?>) World.takeBack(nemesis, fault, cluster());
    assertThat(told.get("crashes").toString()).matches("n1: \\d+").isNotEqualTo("n1: 1");
    assertThat(processes.alive(node(1))).isTrue();
  }

  @Test
  void a_stalled_node_goes_on_by_itself_and_its_jvm_tells_how_long_it_stood() throws Exception {
    var fault = Fault.stall(Targets.named("n1"), Duration.ofMillis(700));
    var nemesis = nemesis(fault);
    World.inject(nemesis, fault, 0, cluster());
    var probes = cluster().capability(Probes.class).orElseThrow();
    Awaitility.await()
        .atMost(ofSeconds(60))
        .until(() -> probes.node(node(1)).answer() == Answer.ANSWERED);
    var told = (Map<?, ?>) World.takeBack(nemesis, fault, cluster());
    var stood =
        Pattern.compile("n1 stood for (\\d+\\.\\d{3}) s at a safepoint, says its JVM")
            .matcher(String.valueOf(told.get("stood")));
    assertThat(stood.matches()).as("%s", told).isTrue();
    assertThat(Double.parseDouble(stood.group(1))).isGreaterThan(0.5);
  }

  @Test
  void a_full_heap_is_empty_again_when_it_is_released() throws Exception {
    var fault = Fault.exhaustHeap(Targets.named("n1"));
    var nemesis = nemesis(fault);
    World.inject(nemesis, fault, 0, cluster());
    nemesis.heal(cluster());
    assertThat(World.inject(nemesis, fault, 0, cluster()))
        .as("it was empty before it was filled again")
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("bit", true);
    var told = (Map<?, ?>) World.takeBack(nemesis, fault, cluster());
    assertThat(told.get("heap").toString()).matches("n1 holds \\d+ of \\d+ MiB");
  }

  @Test
  void a_starved_node_that_is_paused_stays_paused() throws Exception {
    var starve = Fault.starveCpu(Targets.named("n1"), 0.5);
    var nemesis = nemesis(starve);
    World.inject(nemesis, starve, 0, cluster());
    var processes = cluster().capability(Processes.class).orElseThrow();
    var probes = cluster().capability(Probes.class).orElseThrow();
    processes.pause(node(1));
    for (int probe = 0; probe < 4; probe++) {
      assertThat(probes.node(node(1)).answer()).isEqualTo(Answer.SILENT);
    }
    nemesis.heal(cluster());
    assertThat(probes.node(node(1)).answer()).isEqualTo(Answer.SILENT);
    processes.resume(node(1));
    Awaitility.await().until(() -> probes.node(node(1)).answer() == Answer.ANSWERED);
  }

  @Test
  void a_starved_node_that_is_killed_starts_again_and_lives_on_when_healed() throws Exception {
    var starve = Fault.starveCpu(Targets.named("n1"), 0.3);
    var nemesis = nemesis(starve);
    World.inject(nemesis, starve, 0, cluster());
    var processes = cluster().capability(Processes.class).orElseThrow();
    processes.kill(node(1));
    processes.start(node(1));
    nemesis.heal(cluster());
    var probes = cluster().capability(Probes.class).orElseThrow();
    Awaitility.await().until(() -> probes.node(node(1)).answer() == Answer.ANSWERED);
  }
}
