package dev.ordeal.systems.commit;

import static dev.ordeal.systems.commit.TxnClient.add;
import static dev.ordeal.systems.commit.TxnClient.append;
import static dev.ordeal.systems.commit.TxnClient.r;
import static dev.ordeal.systems.commit.TxnClient.w;
import static dev.ordeal.systems.world.World.is;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The power fails at the very moment at which something was promised: none of it is lost. */
class CommitPowerTest {
  private static final Duration SOON = Duration.ofMillis(100);
  private static final List<?> ONE_IN_BOTH = List.of(List.of(1L), List.of(1L));

  /** These nodes lose all that they did not sync, as soon as a node has sent this; it arrives. */
  private static void loseAllWhen(Stage stage, String type, String sender, String... nodes) {
    var done = new boolean[1];
    stage
        .world()
        .filter(
            (from, to, body) -> {
              if (!done[0] && is(body, type) && from.equals(sender)) {
                done[0] = true;
                stage.world().after(Duration.ZERO, () -> loseAll(stage, nodes));
              }
              return true;
            });
  }

  private static void loseAll(Stage stage, String... nodes) {
    for (String node : nodes) {
      stage.world().powerLoss(node, key -> false);
      stage.world().after(SOON, () -> stage.world().start(node));
    }
  }

  private static void appendInBoth(Stage stage) {
    TxnClient client = stage.begin(1);
    stage.world().run(Duration.ofSeconds(2));
    assertThat(Stage.told(client)).isEqualTo("txn_ok");
    assertThat(stage.doubts("n1", "n2", "n3", "n4", "n5")).isEmpty();
    assertThat(stage.lists()).isEqualTo(ONE_IN_BOTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void who_voted_yes_can_still_commit(String system) {
    var stage = new Stage(system);
    loseAllWhen(stage, "vote", stage.rightNode(), stage.rightNode());
    appendInBoth(stage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void a_decision_that_was_told_is_found_again_when_all_lost_their_power(String system) {
    var stage = new Stage(system);
    loseAllWhen(stage, "decision", "n1", "n1", "n2", "n3", "n4", "n5");
    appendInBoth(stage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void what_was_acknowledged_need_not_be_asked_for_any_more(String system) {
    var stage = new Stage(system);
    loseAllWhen(stage, "ack", stage.rightNode(), stage.rightNode());
    appendInBoth(stage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void commits_that_wait_at_the_same_time_are_all_found_again(String system) {
    var stage = new Stage(system);
    stage.lose("decision", "n1");
    TxnClient one = stage.client("n1");
    long first = one.begin(List.of(w(stage.left, 1L), w("another", 1L)));
    stage.world().run(Duration.ofMillis(1));
    TxnClient two = stage.client("n1");
    long second = two.begin(List.of(w(stage.right, 2L)));
    stage.world().run(SOON);
    assertThat(one.answer(first).orElseThrow()).containsEntry("type", "txn_ok");
    assertThat(two.answer(second).orElseThrow()).containsEntry("type", "txn_ok");
    loseAll(stage, "n1");
    stage.heal();
    assertThat(stage.lists()).isEqualTo(List.of(1L, 2L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void all_keys_that_a_transaction_wrote_at_one_node_are_kept(String system) {
    var stage = new Stage(system);
    stage.client("n1").must(w(stage.right, 1L), w(stage.neighbour, 2L));
    stage.world().run(SOON);
    assertThat(stage.client("n1").must(r(stage.right), r(stage.neighbour))).containsExactly(1L, 2L);
    loseAll(stage, stage.rightNode());
    stage.world().run(Duration.ofSeconds(1));
    assertThat(stage.client("n1").must(r(stage.right), r(stage.neighbour))).containsExactly(1L, 2L);
  }

  /** The log is read in the order of its slots, and the later record is in the earlier slot. */
  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void a_redo_leaves_alone_what_is_newer(String system) {
    var stage = new Stage(system);
    stage.lose("vote", stage.rightNode());
    TxnClient holder = stage.client("n1");
    long held = holder.begin(List.of(w(stage.neighbour, 0L)));
    stage.world().run(Duration.ofMillis(50));
    stage.world().filter((from, to, body) -> true);
    stage.client("n1").must(w(stage.right, 1L));
    assertThat(holder.await(held)).containsEntry("code", 11L);
    stage.world().run(SOON);
    stage.client("n1").must(w(stage.right, 2L));
    stage.world().run(SOON);
    loseAll(stage, stage.rightNode());
    stage.world().run(Duration.ofSeconds(1));
    assertThat(stage.client("n1").must(r(stage.right))).containsExactly(2L);
  }

  /** A former life wrote the page already, under a number that is less than that of the redo. */
  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void a_page_that_was_lost_is_written_again_from_the_log(String system) {
    var stage = new Stage(system);
    stage.client("n1").must(w(stage.right, 1L));
    stage.world().run(SOON);
    loseAll(stage, stage.rightNode());
    stage.world().run(Duration.ofMillis(200));
    List<Stage.Sent> told =
        stage.keepBack((from, to, body) -> is(body, "decision") && to.equals(stage.rightNode()));
    stage.client("n1").must(w(stage.right, 2L));
    stage.deliverAtOnce(told.get(0));
    stage.world().powerLoss(stage.rightNode(), key -> key.startsWith("log/"));
    stage.heal();
    assertThat(stage.client("n1").must(r(stage.right))).containsExactly(2L);
  }

  /** It is carried out, the next vote is written, and then only the log survives. */
  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void a_vote_that_is_written_with_a_commit_takes_no_room_from_it(String system) {
    var stage = new Stage(system);
    List<Stage.Sent> kept =
        stage.keepBack(
            (from, to, body) ->
                to.equals(stage.rightNode())
                    && (is(body, "decision")
                        || is(body, "execute") && body.toString().contains("27")));
    TxnClient client = stage.begin(1);
    stage.world().run(SOON);
    assertThat(Stage.told(client)).isEqualTo("txn_ok");
    stage.client("n1").begin(List.of(w(stage.neighbour, 2L)));
    stage.world().run(SOON);
    List.of("decision", "execute")
        .forEach(type -> stage.deliverAtOnce(Stage.ofType(kept, type).get(0)));
    stage.world().powerLoss(stage.rightNode(), key -> key.startsWith("log/"));
    stage.heal();
    assertThat(stage.lists()).isEqualTo(ONE_IN_BOTH);
  }

  /**
   * The power fails as a commit is carried out. Of all that was not synced, what the next
   * transaction may have written survives, in an earlier slot. That one is aborted, and an older
   * one waits for the key.
   */
  @Test
  void what_was_committed_and_not_carried_out_yet_is_passed_by_no_older_transaction() {
    var stage = new Stage("2pc-replicated");
    List<Stage.Sent> kept =
        stage.keepBack(
            (from, to, body) ->
                is(body, "execute") && to.equals(stage.leftNode())
                    || Boolean.TRUE.equals(body.get("commit")) && from.equals("n1"));
    stage.client("n1").begin(List.of(w(stage.neighbour, 0L), add(stage.left, -1)));
    stage.world().run(SOON);
    TxnClient committed = stage.client("n1");
    long first = committed.begin(List.of(append(stage.right, 1L)));
    stage.world().run(SOON);
    assertThat(committed.answer(first).orElseThrow()).containsEntry("type", "txn_ok");
    stage.deliver(Stage.ofType(kept, "execute").get(0));
    stage.world().run(Duration.ofMillis(30));
    stage.client("n1").begin(List.of(append(stage.right, 2L), add(stage.left, -1)));
    stage.world().run(Duration.ofMillis(50));

    stage.deliverAtOnce(Stage.ofType(kept, "decision").get(0));
    stage.world().powerLoss(stage.rightNode(), key -> key.equals("log/0"));
    stage.world().start(stage.rightNode());
    stage.world().run(Duration.ofMillis(30));
    var older = new TxnClient(stage.world(), "older", "n5");
    long waiting = older.begin(List.of(append(stage.right, 3L)));
    stage.world().run(Duration.ofMillis(60));
    stage.deliver(Stage.ofType(kept, "execute").get(1));
    assertThat(older.await(waiting)).containsEntry("code", 11L);
    stage.heal();
    assertThat(stage.client("n1").must(r(stage.right))).containsExactly(List.of(1L));
  }
}
