package dev.ordeal.systems.commit;

import static dev.ordeal.systems.commit.TxnClient.append;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What participants do about their doubts while the coordinator is gone. */
class TerminationTest {
  private static final Duration LONG = Duration.ofSeconds(5);

  /** The coordinator decides, and stops when it has told this node alone. */
  private static void coordinatorTells(Stage stage, String node) {
    stage
        .world()
        .filter(
            (from, to, body) -> {
              boolean told = from.equals("n1") && "decision".equals(body.get("type"));
              if (told) {
                stage.world().after(Duration.ofMillis(10), () -> stage.world().kill("n1"));
              }
              return !told || to.equals(node);
            });
  }

  @Test
  void one_that_knows_the_decision_tells_the_others() {
    var stage = new Stage("2pc-durable");
    coordinatorTells(stage, stage.leftNode());
    stage.begin(1);
    stage.world().run(Duration.ofSeconds(1));
    assertThat(stage.doubts(stage.leftNode(), stage.rightNode())).isEmpty();
    stage.heal();
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L), List.of(1L)));
  }

  @Test
  void one_that_has_not_voted_gives_up_its_vote_and_all_abort() {
    var stage = new Stage("2pc-durable");
    stage.instead("execute", stage.rightNode(), () -> stage.world().kill("n1"));
    stage.begin(1);
    stage.world().run(Duration.ofSeconds(1));
    assertThat(stage.doubts("n2", "n3", "n4", "n5")).isEmpty();
    stage.heal();
    assertThat(stage.lists()).isEqualTo(Arrays.asList(null, null));
  }

  /** It has carried the commit out, and remembers nothing of it. */
  @Test
  void one_that_was_restarted_since_it_voted_does_not_say_that_it_never_did() {
    var stage = new Stage("2pc-durable");
    coordinatorTells(stage, stage.leftNode());
    stage.begin(1);
    stage.world().run(Duration.ofMillis(50));
    stage.restart(stage.leftNode());
    stage.world().run(LONG);
    assertThat(stage.doubts(stage.leftNode())).isEmpty();
    assertThat(stage.doubts(stage.rightNode())).hasSize(1);
    stage.heal();
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L), List.of(1L)));
  }

  /** It is asked while it waits for a lock, which is free soon after. */
  @Test
  void one_that_waits_for_a_lock_gives_up_its_vote_for_good() {
    var stage = new Stage("2pc-durable");
    List<Stage.Sent> told = stage.keepBack((from, to, body) -> "decision".equals(body.get("type")));
    new TxnClient(stage.world(), "holder", "n1").begin(List.of(append(stage.right, 5L)));
    stage.world().run(Duration.ofMillis(40));
    var gone = new boolean[1];
    stage
        .world()
        .filter(
            (from, to, body) -> {
              boolean coordinators = from.equals("n1") || to.equals("n1");
              gone[0] |= "vote".equals(body.get("type")) && from.equals(stage.leftNode());
              return !coordinators || !gone[0] && !"decision".equals(body.get("type"));
            });
    stage.begin(1);
    stage.world().run(Duration.ofMillis(160));
    stage.deliver(told.get(0));
    stage.world().run(Duration.ofSeconds(1));
    assertThat(stage.doubts(stage.leftNode(), stage.rightNode())).isEmpty();
    stage.heal();
    assertThat(stage.lists()).isEqualTo(Arrays.asList(null, List.of(5L)));
  }

  /** It is asked by another one first, and by the coordinator only then. */
  @Test
  void one_that_gave_up_its_vote_does_not_vote_yes_afterwards() {
    var stage = new Stage("2pc-durable");
    List<Stage.Sent> late =
        stage.keepBack(
            (from, to, body) ->
                "undecided".equals(body.get("type"))
                    || "execute".equals(body.get("type")) && to.equals(stage.rightNode()));
    TxnClient client = stage.begin(1);
    stage.world().run(Duration.ofMillis(250));
    assertThat(stage.doubts(stage.leftNode())).isEmpty();
    stage.deliver(late.get(0));
    stage.world().run(Duration.ofSeconds(1));
    assertThat(Stage.told(client)).isEqualTo(11L);
    stage.heal();
    assertThat(stage.lists()).isEqualTo(Arrays.asList(null, null));
  }

  /** Its key is free again before the coordinator tires of waiting. */
  @Test
  void nobody_gives_up_a_vote_while_the_coordinator_is_there() {
    var stage = new Stage("2pc-durable");
    List<Stage.Sent> told =
        stage.keepBack(
            (from, to, body) ->
                "decision".equals(body.get("type")) && to.equals(stage.rightNode()));
    new TxnClient(stage.world(), "holder", "n1").begin(List.of(append(stage.right, 5L)));
    stage.world().run(Duration.ofMillis(40));
    TxnClient client = stage.begin(1);
    stage.world().run(Duration.ofMillis(170));
    stage.deliver(told.get(0));
    stage.world().run(Duration.ofMillis(30));
    assertThat(Stage.told(client)).isEqualTo("txn_ok");
    stage.heal();
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L), List.of(5L, 1L)));
  }

  @Test
  void who_finds_no_majority_to_settle_with_tries_again_until_there_is_one() {
    var stage = new Stage("2pc-replicated");
    stage.instead("vote", stage.rightNode(), () -> stage.world().kill("n1"));
    stage.begin(1);
    stage.world().run(Duration.ofMillis(100));
    stage.world().filter((from, to, body) -> !"prepare".equals(body.get("type")));
    stage.world().run(Duration.ofSeconds(2));
    assertThat(stage.doubts(stage.leftNode())).hasSize(1);
    stage.world().filter((from, to, body) -> true);
    stage.world().run(Duration.ofSeconds(2));
    assertThat(stage.doubts("n2", "n3", "n4", "n5")).isEmpty();
    assertThat(stage.lists()).isEqualTo(Arrays.asList(null, null));
  }

  @Test
  void if_all_are_in_doubt_all_wait_and_say_so() {
    var stage = new Stage("2pc-durable");
    coordinatorTells(stage, "nobody");
    TxnClient client = stage.begin(1);
    stage.world().run(LONG);
    assertThat(Stage.told(client)).isEqualTo("txn_ok");
    assertThat(stage.doubts(stage.leftNode())).hasSize(1);
    assertThat(stage.doubts(stage.rightNode())).isEqualTo(stage.doubts(stage.leftNode()));
    stage.heal();
    assertThat(stage.doubts(stage.leftNode(), stage.rightNode())).isEmpty();
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L), List.of(1L)));
  }

  @Test
  void who_needs_a_key_that_is_in_doubt_is_refused_for_certain() {
    var stage = new Stage("2pc-durable");
    stage.lose("decision", stage.rightNode());
    stage.begin(1);
    stage.world().run(Duration.ofMillis(200));
    assertThat(stage.doubts(stage.rightNode())).hasSize(1);
    var other = new TxnClient(stage.world(), "other", "n4");
    assertThat(other.txn(append(stage.right, 2L))).containsEntry("code", 11L);
    stage.heal();
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L), List.of(1L)));
  }

  @Test
  void with_replicated_decisions_no_single_stop_leaves_a_doubt() {
    for (String message : List.of("execute", "vote", "decision", "ack")) {
      var stage = new Stage("2pc-replicated");
      stage.instead(message, "n1", () -> stage.world().kill("n1"));
      stage.begin(1);
      stage.world().run(Duration.ofSeconds(2));
      assertThat(stage.doubts("n2", "n3", "n4", "n5")).as("at %s", message).isEmpty();
      List<?> lists = stage.lists();
      assertThat(lists.get(0)).as("at %s", message).isEqualTo(lists.get(1));
      var other = new TxnClient(stage.world(), "other", "n4");
      other.must(append(stage.left, 2L), append(stage.right, 2L));
    }
  }

  @Test
  void what_a_participant_settled_binds_a_coordinator_that_comes_late() {
    var stage = new Stage("2pc-replicated");
    stage.instead("vote", stage.rightNode(), () -> stage.world().pause("n1"));
    TxnClient client = stage.begin(1);
    stage.world().run(Duration.ofSeconds(2));
    assertThat(stage.doubts("n2", "n3", "n4", "n5")).isEmpty();
    stage.heal();
    assertThat(Stage.told(client)).isNotEqualTo("txn_ok");
    assertThat(stage.lists()).isEqualTo(Arrays.asList(null, null));
  }
}
