package dev.ordeal.systems.commit;

import static dev.ordeal.systems.commit.TxnClient.add;
import static dev.ordeal.systems.commit.TxnClient.append;
import static dev.ordeal.systems.commit.TxnClient.r;
import static dev.ordeal.systems.commit.TxnClient.w;
import static dev.ordeal.systems.world.World.is;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long records are kept: until all have carried them out, and not for ever. */
class DecisionSlotsTest {
  private static final int ROOM = LocalDecisionLog.SLOTS;
  private static final Duration SOON = Duration.ofMillis(100);

  /** So many commits, one after another, whose acknowledgements do not arrive. */
  private static void fill(Stage stage) {
    for (long i = 1; i <= ROOM; i++) {
      stage.client("n1").must(append(stage.right, i));
    }
  }

  private static List<Long> all() {
    return LongStream.rangeClosed(1, ROOM).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void who_has_no_room_for_a_decision_says_so_until_acknowledgements_come(String system) {
    var stage = new Stage(system);
    stage.keepBack((from, to, body) -> is(body, "ack"));
    fill(stage);
    assertThat(stage.client("n1").txn(append(stage.right, 999L))).containsEntry("code", 11L);
    stage.heal();
    stage.client("n1").must(w(stage.left, 1L));
    assertThat(stage.lists()).isEqualTo(List.of(1L, all()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void decisions_that_a_former_life_left_make_room_once_they_are_acknowledged(String system) {
    var stage = new Stage(system);
    stage.keepBack((from, to, body) -> is(body, "ack"));
    fill(stage);
    stage.restart("n1");
    stage.heal();
    for (long i = 0; i < ROOM + 2; i++) {
      stage.client("n1").must(w(stage.left, i));
    }
    stage.world().run(Duration.ofSeconds(1));
    assertThat(stage.lists()).isEqualTo(List.of(ROOM + 1L, all()));
  }

  /** The word of the commit gets lost; a later transaction uses the same logs. */
  @ParameterizedTest
  @CsvSource({
    "2pc-durable, coordinator",
    "2pc-durable, participant",
    "2pc-replicated, coordinator",
    "2pc-replicated, participant",
  })
  void what_was_found_after_a_restart_is_found_after_the_next_one_too(String system, String who) {
    var stage = new Stage(system);
    String node = who.equals("coordinator") ? "n1" : stage.rightNode();
    stage.lose("decision", stage.rightNode());
    TxnClient first = stage.begin(1);
    stage.world().run(SOON);
    stage.restart(node);
    stage.world().run(Duration.ofMillis(50));
    stage.client("n1").must(w(stage.neighbour, 2L));
    stage.restart(node);
    stage.world().run(Duration.ofMillis(50));
    stage.heal();
    assertThat(Stage.told(first)).isEqualTo("txn_ok");
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L), List.of(1L)));
    assertThat(stage.client("n1").must(r(stage.neighbour))).containsExactly(2L);
  }

  /** The next life of the coordinator counts from one again, and uses the same slot. */
  @Test
  void who_settles_the_doubt_of_a_former_life_unmakes_no_commit_of_a_later_one() {
    var stage = new Stage("2pc-replicated");
    for (int refused = 0; refused < 3; refused++) {
      assertThat(stage.client("n1").txn(add(stage.left, -1))).containsEntry("code", 22L);
    }
    stage.lose("vote", stage.rightNode());
    stage.client("n1").begin(List.of(w(stage.neighbour, 2L)));
    stage.world().run(SOON);
    stage.restart("n1");
    stage.lose("decision", stage.rightNode());
    stage.world().run(Duration.ofMillis(50));
    TxnClient committed = stage.begin(1);
    stage.world().run(Duration.ofSeconds(2));
    assertThat(Stage.told(committed)).isEqualTo("txn_ok");
    assertThat(stage.doubts("n1", "n2", "n3", "n4", "n5")).isEmpty();
    stage.heal();
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L), List.of(1L)));
  }

  /** Nobody can claim a slot, and nobody can settle; a commit of the former life is in the slot. */
  @Test
  void a_slot_that_could_not_be_claimed_is_not_used() {
    var stage = new Stage("2pc-replicated");
    stage.lose("decision", "n1");
    TxnClient first = stage.begin(1);
    stage.world().run(SOON);
    assertThat(Stage.told(first)).isEqualTo("txn_ok");
    stage.restart("n1");
    stage.world().filter((from, to, body) -> !is(body, "prepare"));
    stage.world().run(Duration.ofMillis(50));
    TxnClient second = stage.client("n1");
    long begun = second.begin(List.of(w("another key", 2L)));
    stage.world().run(Duration.ofMillis(550));
    stage.world().filter((from, to, body) -> !is(body, "prepare") || from.equals("n1"));
    assertThat(second.await(begun)).containsEntry("code", 11L);
    stage.heal();
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L), List.of(1L)));
  }

  /** The right node has prepared it when the left one refuses. */
  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void there_is_room_for_any_number_of_transactions_one_after_another(String system) {
    var stage = new Stage(system);
    stage.delay("execute", stage.leftNode(), Duration.ofMillis(10));
    for (long i = 0; i <= ParticipantLog.SLOTS; i++) {
      assertThat(stage.client("n1").txn(w(stage.right, i), add(stage.left, -1)))
          .containsEntry("code", 22L);
      stage.world().run(Duration.ofMillis(10));
    }
    for (long i = 0; i <= ParticipantLog.SLOTS; i++) {
      stage.client("n1").must(w(stage.right, i));
      stage.world().run(Duration.ofMillis(10));
    }
    assertThat(stage.lists()).isEqualTo(Arrays.asList(null, (long) ParticipantLog.SLOTS));
  }

  /** One participant did not hear of the abort, and settles when a later commit has the slot. */
  @Test
  void what_was_aborted_is_not_taken_for_a_later_commit_in_its_slot() {
    var stage = new Stage("2pc-replicated");
    List<Stage.Sent> lost =
        stage.keepBack(
            (from, to, body) ->
                is(body, "decision")
                    && Boolean.FALSE.equals(body.get("commit"))
                    && to.equals(stage.rightNode()));
    TxnClient aborted = stage.client("n1");
    assertThat(aborted.txn(w(stage.right, 1L), add(stage.left, -1))).containsEntry("code", 22L);
    stage.client("n1").must(w("another key", 2L));
    assertThat(stage.doubts(stage.rightNode())).contains("n1.1.1");
    stage.world().run(Duration.ofSeconds(2));
    assertThat(lost).isNotEmpty();
    assertThat(stage.doubts(stage.rightNode())).isEmpty();
    assertThat(stage.lists()).isEqualTo(Arrays.asList(null, null));
  }
}
