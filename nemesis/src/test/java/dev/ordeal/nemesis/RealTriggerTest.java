package dev.ordeal.nemesis;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ordeal.harness.cluster.processes.JavaCommand;
import dev.ordeal.harness.cluster.processes.ProcessBackend;
import dev.ordeal.history.Op;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Triggers in real time, on processes. */
@Timeout(120)
class RealTriggerTest {
  @TempDir private Path folder;

  @Test
  void a_line_of_a_log_and_a_leader_are_seen_and_nobody_watches_on() {
    var command =
        JavaCommand.of(Ticker.class).arguments(place -> List.of(place.listen().toString()));
    var backend = ProcessBackend.of(2, command).leader(nodes -> Optional.of(nodes.get(1)));
    var plan =
        Plan.parse(
            "when n1 logs \"tick [1-9]0$\": kill it, once for 200 ms;"
                + " and when there is a leader: pause it, once for 200 ms;"
                + " and whenever n2 logs \"nothing\": kill it");
    var run = Rehearsal.in(folder).trial(plan).on(backend).time(ofSeconds(4)).run();
    var hits = Rehearsal.hits(run).stream().map(hit -> hit.substring(hit.indexOf(' ') + 1));
    assertThat(hits)
        .containsOnlyOnce("kill n1", "restart n1", "pause n2", "resume n2")
        .containsSubsequence("watch", "hit", "kill n1");
    var saw =
        run.history().stream().filter(op -> op.f().equals("hit") && op.type() == Op.Type.INFO);
    assertThat(saw.map(op -> String.valueOf(op.value())))
        .anyMatch(value -> value.contains("saw=tick ") && value.contains("node=n1"))
        .anyMatch(value -> value.contains("n2 leads"));
    assertThat(run.verdict().evidence().gaps())
        .anyMatch(gap -> gap.contains("n2 logs \"nothing\""));
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(
                        name -> name.startsWith("ordeal-log") || name.equals("ordeal-watch")));
  }
}
