package dev.ordeal.results.run;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofNanos;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Phases, as the logs of nodes tell of them. */
class PhaseLogTest {
  @TempDir private Path run;

  @Test
  void phases_are_summed_up_by_name_and_node_whatever_stands_before_them() throws IOException {
    log("n1", "2026-11-21T10:22:31.123Z n1 phase prepare took 1.000ms", "n1 ready", "");
    log(
        "n2",
        "phase prepare took 3.000ms",
        "12.345s phase decide took 2s\r",
        "phase prepare took 5ms");
    log("n3", "n3 became leader");
    var phases = PhaseLog.in(run, List.of("n1", "n2", "n3", "n4"));
    assertThat(phases).extracting(Phase::name).containsExactly("decide", "prepare");
    var prepare = phases.get(1);
    assertThat(prepare.all().count()).isEqualTo(3);
    assertThat(prepare.all().max()).isEqualTo(ofMillis(5));
    assertThat(prepare.nodes()).containsOnlyKeys("n1", "n2");
    assertThat(prepare.nodes().get("n1").median()).isEqualTo(ofMillis(1));
    assertThat(prepare.nodes().get("n2").count()).isEqualTo(2);
    assertThat(phases.get(0).all().max()).isEqualTo(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "phase took 1ms",
        "phase prepare took ms",
        "phase prepare took -1ms",
        "phase prepare took 1e9ms",
        "phase prepare took 1 min",
        "phase prepare took 1ms and more",
        "phase two words took 1ms",
        "subphase prepare took 1ms",
        "phase prepare took 999999999999s",
        "phase \u001b[2J took 1ms",
      })
  void a_line_that_says_something_else_is_passed_over(String line) throws IOException {
    log("n1", line, "phase other took 1us");
    assertThat(PhaseLog.in(run, List.of("n1"))).extracting(Phase::name).containsExactly("other");
  }

  @Test
  void quantiles_are_within_one_percent_of_the_true_ones_and_the_maximum_is_exact()
      throws IOException {
    for (long seed = 1; seed <= 20; seed++) {
      var random = new SplittableRandom(seed);
      var times = new ArrayList<Long>();
      int count = random.nextInt(1, 3000);
      for (int i = 0; i < count; i++) {
        times.add(random.nextLong(1, 1L << random.nextInt(1, 40)));
      }
      log("n1", times.stream().map(t -> "phase p took " + t + "ns").toArray(String[]::new));
      Collections.sort(times);
      var all = PhaseLog.in(run, List.of("n1")).get(0).all();
      assertThat(all.count()).isEqualTo(count);
      assertThat(all.max()).isEqualTo(ofNanos(times.get(count - 1)));
      assertNear(seed, all.median(), times.get((count * 50 + 99) / 100 - 1));
      assertNear(seed, all.p99(), times.get((count * 99 + 99) / 100 - 1));
    }
  }

  private static void assertNear(long seed, Duration measured, long truth) {
    assertThat(measured.toNanos())
        .as("seed %d", seed)
        .isBetween(truth, truth + Math.floorDiv(truth, 100L));
  }

  @Test
  void what_is_too_much_is_passed_over_lines_and_names() throws IOException {
    var names = IntStream.range(0, 2 * PhaseLog.PHASES).mapToObj(i -> "phase p" + i + " took 1ms");
    var long1 = "x".repeat(PhaseLog.LINE_BYTES) + " phase long took 1ms";
    log("n1", (long1 + "\n" + names.collect(Collectors.joining("\n"))).split("\n"));
    var phases = PhaseLog.in(run, List.of("n1"));
    assertThat(phases).hasSize(PhaseLog.PHASES).noneMatch(phase -> phase.name().equals("long"));
  }

  @Test
  void a_node_whose_name_leads_elsewhere_has_no_log() throws IOException {
    Files.writeString(run.resolveSibling("secret.log"), "phase p took 1ms\n");
    assertThat(PhaseLog.in(run, List.of("../secret", "..", ""))).isEmpty();
    Files.delete(run.resolveSibling("secret.log"));
  }

  @Test
  void a_last_line_that_a_kill_cut_is_read_as_it_stands() throws IOException {
    Files.writeString(run.resolve("n1.log"), "phase p took 1ms\nphase p took 1");
    assertThat(PhaseLog.in(run, List.of("n1")).get(0).all().count()).isEqualTo(1);
  }

  private void log(String node, String... lines) throws IOException {
    Files.writeString(run.resolve(node + ".log"), String.join("\n", lines) + "\n");
  }
}
