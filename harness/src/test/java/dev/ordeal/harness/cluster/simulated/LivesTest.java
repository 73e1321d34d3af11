package dev.ordeal.harness.cluster.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.Site;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir private Path folder;
  private Recorder nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new Recorder(1, folder, backend -> backend.syncTime(Duration.ofMillis(1)));
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void what_happens_to_a_paused_node_is_held_and_happens_in_order_when_it_resumes() {
    nodes.processes().pause(nodes.node("n2"));
    nodes.send("n1", "n2", "first");
    nodes.run(SECOND);
    nodes.host("n2").after(Duration.ofMillis(5), () -> nodes.seen("n2").add("timer"));
    nodes.host("n2").disk().sync(() -> nodes.seen("n2").add("synced"));
    nodes.run(SECOND);
    nodes.send("n1", "n2", "last");
    nodes.run(SECOND);
    assertThat(nodes.seen("n2")).isEmpty();
    nodes.processes().resume(nodes.node("n2"));
    nodes.run(Duration.ZERO);
    assertThat(nodes.seen("n2")).containsExactly("first", "synced", "timer", "last");
  }

  @Test
  void the_clock_of_a_paused_node_goes_on() {
    long before = nodes.host("n1").now();
    nodes.processes().pause(nodes.node("n1"));
    nodes.run(SECOND);
    assertThat(nodes.host("n1").now() - before).isEqualTo(SECOND.toNanos());
  }

  @Test
  void a_cancelled_timer_does_not_run_even_if_it_came_due_during_a_pause() {
    var cancel = nodes.host("n1").after(SECOND, () -> nodes.seen("n1").add("timer"));
    nodes.processes().pause(nodes.node("n1"));
    nodes.run(SECOND);
    cancel.run();
    nodes.processes().resume(nodes.node("n1"));
    nodes.run(SECOND);
    assertThat(nodes.seen("n1")).isEmpty();
  }

  @Test
  void a_killed_node_forgets_its_timers() {
    nodes.host("n1").after(SECOND, () -> nodes.seen("n1").add("timer"));
    nodes.processes().kill(nodes.node("n1"));
    nodes.processes().start(nodes.node("n1"));
    nodes.run(SECOND.multipliedBy(2));
    assertThat(nodes.seen("n1")).isEmpty();
  }

  @Test
  void a_program_that_throws_has_crashed_and_its_log_says_where() throws Exception {
    var unanswered = nodes.node("n1").rpc().call(Map.of("type", "crash"), SECOND);
    nodes.run(SECOND);
    assertThat(nodes.processes().alive(nodes.node("n1"))).isFalse();
    assertThat(unanswered.toCompletableFuture()).isCompletedExceptionally();
    nodes.processes().start(nodes.node("n1"));
    assertThat(nodes.processes().alive(nodes.node("n1"))).isTrue();
    nodes.close();
    assertThat(nodes.log("n1"))
        .contains("-- start", "-- crash: java.lang.IllegalStateException: told to crash")
        .contains("Recorder$Program.receive")
        .doesNotContain("simulated.Life", "junit")
        .containsPattern("(?m)^0\\.\\d{9} ");
  }

  @Test
  void a_program_that_cannot_start_is_a_setup_failure() {
    var backend =
        SimulatedBackend.of(
            3,
            name ->
                new SimulatedNode() {
                  @Override
                  public void start(SimulatedHost host) {
                    throw new IllegalStateException("no licence");
                  }

                  @Override
                  public void receive(String src, Map<String, @Nullable Object> body) {}
                });
    assertThatThrownBy(() -> backend.open(new Site(1, folder, folder.resolve("data"))))
        .isInstanceOf(SetupFailure.class)
        .hasMessageContaining("n1 crashed while it started")
        .hasMessageContaining("no licence");
  }

  @Test
  void the_leader_is_the_first_living_node_that_says_so() {
    var leadership = nodes.cluster().capability(Leadership.class).orElseThrow();
    assertThat(leadership.leader()).isEmpty();
    nodes.send("n1", "n2", "lead");
    nodes.send("n1", "n3", "lead");
    nodes.run(SECOND);
    assertThat(leadership.leader()).contains(nodes.node("n2"));
    nodes.processes().kill(nodes.node("n2"));
    assertThat(leadership.leader()).contains(nodes.node("n3"));
  }

  @Test
  void what_was_synced_survives_every_crash_and_what_was_not_survives_some() throws Exception {
    int survived = 0;
    for (long seed = 0; seed < 100; seed++) {
      try (var lives = new Recorder(seed, folder.resolve("seed" + seed), backend -> backend)) {
        lives.host("n1").disk().write("k", Map.of("value", 1));
        lives.host("n1").disk().sync(() -> {});
        lives.run(SECOND);
        lives.host("n1").disk().write("k", Map.of("value", 2));
        lives.host("n1").disk().sync(() -> lives.seen("n1").add("too late"));
        assertThat(lives.host("n1").disk().read("k")).contains(Map.of("value", 2L));
        lives.processes().kill(lives.node("n1"));
        lives.processes().start(lives.node("n1"));
        lives.run(SECOND);
        var value = (Long) lives.host("n1").disk().read("k").orElseThrow().get("value");
        assertThat(value).as("seed %d", seed).isIn(1L, 2L);
        assertThat(lives.seen("n1")).isEmpty();
        survived += value == 2 ? 1 : 0;
      }
    }
    assertThat(survived).isBetween(20, 80);
  }

  @Test
  void the_disk_of_a_paused_node_finishes_what_it_has_begun() {
    nodes.host("n1").disk().write("k", Map.of("value", 1));
    nodes.host("n1").disk().sync(() -> nodes.seen("n1").add("synced"));
    nodes.processes().pause(nodes.node("n1"));
    nodes.run(SECOND);
    nodes.processes().kill(nodes.node("n1"));
    nodes.processes().start(nodes.node("n1"));
    assertThat(nodes.host("n1").disk().read("k")).contains(Map.of("value", 1L));
  }

  @Test
  void a_program_left_over_from_an_earlier_life_reaches_nothing() {
    var old = nodes.host("n1");
    nodes.processes().kill(nodes.node("n1"));
    nodes.processes().start(nodes.node("n1"));
    old.send("n2", Map.of("type", "say", "text", "from the grave"));
    old.disk().write("k", Map.of());
    nodes.run(SECOND);
    assertThat(nodes.seen("n2")).isEmpty();
    assertThat(nodes.host("n1").disk().read("k")).isEmpty();
  }
}
