package dev.ordeal.systems.commit;

import static dev.ordeal.systems.commit.TxnClient.r;
import static dev.ordeal.systems.commit.TxnClient.w;
import static dev.ordeal.systems.world.World.is;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A node stops at each point of a transaction, and comes back: what became of it, for all. */
class RecoveryTest {

  private enum End {
    COMMITTED,
    ABORTED
  }

  /**
   * The node stops when the message would be sent for the first time, which is lost with it.
   *
   * @param told what the client is told in the end; if nothing, it does not know
   */
  @ParameterizedTest(name = "{0}: {1} stops when {2} would be sent: {3}")
  @CsvSource({
    // A participant stops before it was asked: no vote, and that is a no.
    "2pc-durable,    participant, execute,  ABORTED,   11",
    "2pc-replicated, participant, execute,  ABORTED,   11",
    // It stops when it is prepared, and nobody knows: no vote; it learns that this was a no.
    "2pc-durable,    participant, vote,     ABORTED,   11",
    "2pc-replicated, participant, vote,     ABORTED,   11",
    // It voted yes and stops before it hears the decision: it finds its yes in the log.
    "2pc-durable,    participant, decision, COMMITTED, txn_ok",
    "2pc-replicated, participant, decision, COMMITTED, txn_ok",
    // It has committed and stops before it says so: it is told again.
    "2pc-durable,    participant, ack,      COMMITTED, txn_ok",
    "2pc-replicated, participant, ack,      COMMITTED, txn_ok",
    // The coordinator stops before it asked all: nothing was decided, so it is presumed aborted.
    "2pc-durable,    coordinator, execute,  ABORTED,",
    "2pc-replicated, coordinator, execute,  ABORTED,",
    // It stops while votes come in: the same.
    "2pc-durable,    coordinator, vote,     ABORTED,",
    "2pc-replicated, coordinator, vote,     ABORTED,",
    // It stops when the decision is durable, but told to nobody, or not to all: it is found.
    "2pc-durable,    coordinator, decision, COMMITTED, txn_ok",
    "2pc-replicated, coordinator, decision, COMMITTED, txn_ok",
    // It stops before it hears that all is done: it tells once more, and is told once more.
    "2pc-durable,    coordinator, ack,      COMMITTED, txn_ok",
    "2pc-replicated, coordinator, ack,      COMMITTED, txn_ok",
  })
  void every_crash_point(
      String system, String who, String message, End end, @Nullable String told) {
    var stage = new Stage(system);
    String node = who.equals("coordinator") ? "n1" : stage.rightNode();
    stage.instead(message, node, () -> stage.world().kill(node));
    TxnClient client = stage.begin(1);
    stage.world().run(Duration.ofMillis(700));
    stage.world().start(node);
    stage.world().run(Duration.ofSeconds(2));

    Object answer = Stage.told(client);
    assertThat(answer == null ? null : answer.toString()).as("told").isEqualTo(told);
    assertThat(stage.doubts("n1", "n2", "n3", "n4", "n5")).isEmpty();
    List<?> expected = end == End.COMMITTED ? List.of(1L) : null;
    assertThat(stage.lists()).isEqualTo(Arrays.asList(expected, expected));
    assertThat(stage.begin(2).await(1)).as("the keys are free").containsEntry("type", "txn_ok");
    assertThat((List<?>) stage.lists().get(0)).last().isEqualTo(2L);
  }

  /** One shard answers, and is restarted; the other one is asked after both were changed. */
  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void who_lost_its_locks_spoils_what_was_read(String system) {
    var stage = new Stage(system);
    var reader = new TxnClient(stage.world(), "reader", "n1");
    stage.delay("execute", stage.rightNode(), Duration.ofMillis(300));
    long reading = reader.begin(List.of(r(stage.left), r(stage.right)));
    stage.world().run(Duration.ofMillis(20));
    stage.world().filter((from, to, body) -> true);
    stage.restart(stage.leftNode());
    stage.world().run(Duration.ofMillis(100));
    TxnClient writer = stage.begin(1);
    stage.world().run(Duration.ofMillis(100));
    assertThat(Stage.told(writer)).isEqualTo("txn_ok");
    assertThat(reader.await(reading)).containsEntry("code", 30L);
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L), List.of(1L)));
  }

  /** Its greeting was lost, so it is asked in its former life once, and refuses. */
  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void a_restart_that_nobody_was_told_of_costs_a_coordinator_one_transaction(String system) {
    var stage = new Stage(system);
    stage.world().filter((from, to, body) -> !is(body, "hello", "welcome"));
    stage.restart(stage.rightNode());
    stage.world().run(Duration.ofMillis(50));
    TxnClient client = stage.begin(1);
    stage.world().run(Duration.ofMillis(100));
    assertThat(Stage.told(client)).isEqualTo(11L);
    TxnClient next = stage.begin(2);
    stage.world().run(Duration.ofMillis(100));
    assertThat(Stage.told(next)).isEqualTo("txn_ok");
    var reader = new TxnClient(stage.world(), "reader", "n1");
    assertThat(reader.must(r(stage.left), r(stage.right)))
        .isEqualTo(List.of(List.of(2L), List.of(2L)));
  }

  @Test
  void a_commit_that_all_acknowledged_is_not_told_again_after_a_restart() {
    var stage = new Stage("2pc-durable");
    stage.begin(1);
    new TxnClient(stage.world(), "other", "n1").begin(List.of(w("another key", 1L)));
    stage.world().run(Duration.ofMillis(100));
    stage.begin(2);
    stage.world().run(Duration.ofMillis(100));
    List<Stage.Sent> told = stage.watch((from, to, body) -> is(body, "decision"));
    stage.restart("n1");
    stage.world().run(Duration.ofSeconds(1));
    assertThat(told.stream().map(sent -> sent.body().get("txn")))
        .doesNotContain("n1.1.1", "n1.1.2");
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L, 2L), List.of(1L, 2L)));
  }
}
