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
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What single steps of sound two-phase commit are there for: each of these goes wrong without one
 * of them, and by chance it would happen only once in a great while.
 */
class CommitStepsTest {
  private static final Duration SOON = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(5);
  private static final List<?> ONE_IN_BOTH = List.of(List.of(1L), List.of(1L));
  private static final List<?> NONE_IN_BOTH = Arrays.asList(null, null);

  private static void pauseTheCoordinatorAtAVote(Stage stage) {
    stage
        .world()
        .filter(
            (from, to, body) -> {
              if (is(body, "vote")) {
                stage.world().after(Duration.ZERO, () -> stage.world().pause("n1"));
              }
              return true;
            });
  }

  /** From the first message of a type on, the coordinator neither hears nor is heard. */
  private static void isolateCoordinatorAt(Stage stage, String type) {
    var gone = new boolean[1];
    stage
        .world()
        .filter(
            (from, to, body) -> {
              gone[0] |= is(body, type);
              return !gone[0] || !from.equals("n1") && !to.equals("n1");
            });
  }

  private static void hearAll(Stage stage) {
    stage.world().filter((from, to, body) -> true);
  }

  /** The votes are lost, which is an abort; or all word of the commit is lost. */
  @ParameterizedTest
  @ValueSource(strings = {"vote", "decision"})
  void a_participant_in_doubt_ends_nothing_by_itself_however_long_the_coordinator_is_gone(
      String lost) {
    var stage = new Stage("2pc-durable");
    isolateCoordinatorAt(stage, lost);
    TxnClient client = stage.begin(1);
    stage.world().run(LONG);
    assertThat(stage.doubts(stage.leftNode())).hasSize(1);
    assertThat(stage.doubts(stage.rightNode())).isEqualTo(stage.doubts(stage.leftNode()));
    boolean commits = lost.equals("decision");
    assertThat(Stage.told(client)).isEqualTo(commits ? "txn_ok" : 11L);
    stage.heal();
    assertThat(stage.lists()).isEqualTo(commits ? ONE_IN_BOTH : NONE_IN_BOTH);
  }

  @Test
  void a_participant_that_settles_finds_the_commit_that_was_chosen() {
    var stage = new Stage("2pc-replicated");
    isolateCoordinatorAt(stage, "decision");
    TxnClient client = stage.begin(1);
    stage.world().run(Duration.ofSeconds(2));
    assertThat(Stage.told(client)).isEqualTo("txn_ok");
    assertThat(stage.doubts("n2", "n3", "n4", "n5")).isEmpty();
    assertThat(stage.lists()).isEqualTo(ONE_IN_BOTH);
    stage.heal();
    assertThat(stage.lists()).isEqualTo(ONE_IN_BOTH);
  }

  /** It wakes up with all votes in its hands, after the participants agreed to abort. */
  @Test
  void a_coordinator_does_not_commit_what_the_participants_settled() {
    var stage = new Stage("2pc-replicated");
    pauseTheCoordinatorAtAVote(stage);
    TxnClient client = stage.begin(1);
    stage.world().run(Duration.ofSeconds(2));
    assertThat(stage.doubts("n2", "n3", "n4", "n5")).isEmpty();
    stage.heal();
    assertThat(Stage.told(client)).isEqualTo(14L);
    assertThat(stage.lists()).isEqualTo(NONE_IN_BOTH);
  }

  /** A commit is chosen; its coordinator is restarted at once, and nobody was told. */
  private static TxnClient commitAndRestartCoordinatorBeforeItTells(Stage stage) {
    var restarted = new boolean[1];
    stage
        .world()
        .filter(
            (from, to, body) -> {
              boolean lost = is(body, "decision") && !restarted[0];
              if (lost) {
                stage
                    .world()
                    .after(
                        Duration.ZERO,
                        () -> {
                          if (!restarted[0]) {
                            restarted[0] = true;
                            stage.restart("n1");
                          }
                        });
              }
              return !lost;
            });
    TxnClient client = stage.begin(1);
    stage.world().run(Duration.ofMillis(50));
    assertThat(restarted[0]).isTrue();
    return client;
  }

  @Test
  void a_restarted_coordinator_presumes_no_abort_where_a_former_life_may_have_committed() {
    var stage = new Stage("2pc-replicated");
    TxnClient client = commitAndRestartCoordinatorBeforeItTells(stage);
    stage.world().run(Duration.ofSeconds(2));
    assertThat(Stage.told(client)).isEqualTo("txn_ok");
    assertThat(stage.lists()).isEqualTo(ONE_IN_BOTH);
  }

  @Test
  void a_restarted_coordinator_uses_no_slot_that_still_holds_a_commit() {
    var stage = new Stage("2pc-replicated");
    commitAndRestartCoordinatorBeforeItTells(stage);
    stage.client("n1").must(w("another key", 2L));
    stage.world().run(Duration.ofSeconds(2));
    assertThat(stage.lists()).isEqualTo(ONE_IN_BOTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void what_is_in_doubt_is_locked_after_a_restart_too(String system) {
    var stage = new Stage(system);
    stage.lose("decision", stage.rightNode());
    stage.begin(1);
    stage.world().run(SOON);
    stage.restart(stage.rightNode());
    stage.world().run(SOON);
    assertThat(stage.doubts(stage.rightNode())).hasSize(1);
    assertThat(stage.client("n4").txn(append(stage.right, 2L))).containsEntry("code", 11L);
    stage.heal();
    assertThat(stage.lists()).isEqualTo(ONE_IN_BOTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void what_a_transaction_in_doubt_read_is_not_written_after_a_restart(String system) {
    var stage = new Stage(system);
    stage.lose("decision", stage.rightNode());
    stage.client("n1").send("type", "txn", "ops", List.of(w(stage.left, 1L), r(stage.right)));
    stage.world().run(SOON);
    stage.restart(stage.rightNode());
    stage.world().run(SOON);
    assertThat(stage.client("n4").txn(w(stage.right, 2L))).containsEntry("code", 11L);
    stage.heal();
    assertThat(stage.lists()).isEqualTo(Arrays.asList(1L, null));
  }

  /** The coordinator sleeps while the participants wait for its word, and tire of waiting. */
  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void a_participant_that_gave_up_the_locks_of_a_reader_says_so(String system) {
    var stage = new Stage(system);
    pauseTheCoordinatorAtAVote(stage);
    TxnClient reader = stage.client("n1");
    long reading = reader.begin(List.of(r(stage.left), r(stage.right)));
    stage.world().run(Duration.ofMillis(700));
    hearAll(stage);
    stage.world().resume("n1");
    assertThat(reader.await(reading)).containsEntry("code", 30L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void a_reader_makes_way_for_an_older_writer_at_once(String system) {
    var stage = new Stage(system);
    List<Stage.Sent> late = stage.keepBack((from, to, body) -> is(body, "execute"));
    TxnClient writer = stage.client("n1");
    long writing = writer.begin(List.of(w(stage.left, 1L)));
    stage.world().run(Duration.ofMillis(40));
    stage.lose("execute", stage.rightNode());
    TxnClient reader = stage.client("n1");
    long reading = reader.begin(List.of(r(stage.left), r(stage.right)));
    stage.world().run(Duration.ofMillis(20));
    stage.deliver(late.get(0));
    assertThat(writer.await(writing)).containsEntry("type", "txn_ok");
    assertThat(reader.await(reading)).containsEntry("code", 30L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void a_reader_is_refused_if_nobody_says_that_its_locks_were_held(String system) {
    var stage = new Stage(system);
    stage.lose("ack", "n1");
    assertThat(stage.client("n1").txn(r(stage.left), r(stage.right))).containsEntry("code", 11L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void a_reader_keeps_its_locks_until_all_have_voted(String system) {
    var stage = new Stage(system);
    stage.delay("execute", stage.rightNode(), Duration.ofMillis(300));
    TxnClient reader = stage.client("n1");
    long reading = reader.begin(List.of(r(stage.left), r(stage.right)));
    stage.world().run(Duration.ofMillis(20));
    hearAll(stage);
    TxnClient writer = stage.begin(1);
    assertThat(TxnClient.values(reader.await(reading))).isEqualTo(NONE_IN_BOTH);
    assertThat(Stage.told(writer)).isEqualTo(30L);
    assertThat(stage.lists()).isEqualTo(NONE_IN_BOTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void a_commit_that_is_told_again_does_not_bring_the_old_value_back(String system) {
    var stage = new Stage(system);
    List<Stage.Sent> told = stage.watch((from, to, body) -> is(body, "decision"));
    stage.client("n1").must(w(stage.right, 1L));
    stage.world().run(SOON);
    Map<String, @Nullable Object> first = told.get(0).body();
    stage.client("n1").must(w(stage.right, 2L));
    stage.world().run(SOON);
    stage.world().request("n1", stage.rightNode(), first);
    stage.world().run(SOON);
    assertThat(stage.client("n1").must(r(stage.right))).containsExactly(2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void one_yes_is_not_enough(String system) {
    var stage = new Stage(system);
    stage.delay("execute", stage.rightNode(), Duration.ofMillis(50));
    assertThat(stage.client("n1").txn(w(stage.left, 1L), add(stage.right, -1)))
        .containsEntry("code", 22L);
    stage.world().run(SOON);
    assertThat(stage.lists()).isEqualTo(NONE_IN_BOTH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void an_abort_after_the_vote_leaves_nothing_behind(String system) {
    var stage = new Stage(system);
    stage.delay("execute", stage.rightNode(), Duration.ofMillis(50));
    stage.client("n1").txn(append(stage.left, 1), add(stage.right, -1));
    stage.world().run(SOON);
    hearAll(stage);
    stage.client("n1").must(append(stage.left, 2));
    stage.world().run(SOON);
    stage.restart(stage.leftNode());
    stage.world().run(SOON);
    assertThat(stage.lists()).isEqualTo(Arrays.asList(List.of(2L), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void what_was_aborted_is_not_in_doubt_again_after_a_restart(String system) {
    var stage = new Stage(system);
    stage.delay("execute", stage.rightNode(), Duration.ofMillis(50));
    stage.client("n1").txn(append(stage.left, 1), add(stage.right, -1));
    stage.world().run(SOON);
    stage.world().kill("n1");
    stage.lose("decision", stage.leftNode());
    stage.restart(stage.leftNode());
    stage.world().run(SOON);
    assertThat(stage.doubts(stage.leftNode())).isEmpty();
  }

  /** The older one's request is late; a word of the commit is missing where it comes to. */
  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void what_is_decided_is_not_undone_for_an_older_transaction(String system) {
    var stage = new Stage(system);
    List<Stage.Sent> late = stage.keepBack((from, to, body) -> is(body, "execute"));
    TxnClient older = stage.client("n1");
    long waiting = older.begin(List.of(append(stage.right, 2L)));
    stage.world().run(Duration.ofMillis(40));
    var wounded = new boolean[1];
    stage
        .world()
        .filter(
            (from, to, body) -> {
              wounded[0] |= is(body, "wound");
              return wounded[0] || !is(body, "decision") || !to.equals(stage.rightNode());
            });
    TxnClient younger = stage.begin(1);
    stage.world().run(Duration.ofMillis(60));
    assertThat(Stage.told(younger)).isEqualTo("txn_ok");
    stage.deliver(late.get(0));
    assertThat(older.await(waiting)).containsEntry("type", "txn_ok");
    assertThat(wounded[0]).isTrue();
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L), List.of(1L, 2L)));
  }

  @Test
  void a_client_is_not_told_of_an_abort_if_the_answer_to_its_node_was_lost() {
    var stage = new Stage("2pc-durable");
    stage.lose("submitted", "n3");
    assertThat(stage.client("n3").txn(append(stage.left, 1L), append(stage.right, 1L)))
        .containsEntry("code", 0L);
    assertThat(stage.lists()).isEqualTo(ONE_IN_BOTH);
  }

  @Test
  void a_coordinator_that_was_silent_is_asked_again_once_it_was_heard_of() {
    var stage = new Stage("2pc-durable");
    stage.world().kill("n1");
    assertThat(stage.client("n3").txn(append(stage.left, 1L))).containsEntry("code", 0L);
    assertThat(stage.client("n3").txn(append(stage.left, 2L))).containsEntry("code", 11L);
    stage.heal();
    stage.client("n3").must(append(stage.left, 3L));
    assertThat(stage.lists()).isEqualTo(Arrays.asList(List.of(3L), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void if_nothing_is_lost_a_commit_is_told_to_each_participant_once(String system) {
    var stage = new Stage(system);
    List<Stage.Sent> told = stage.watch((from, to, body) -> is(body, "decision"));
    stage.begin(1);
    stage.world().run(Duration.ofSeconds(2));
    assertThat(told.stream().map(Stage.Sent::to))
        .containsExactlyInAnyOrder(stage.leftNode(), stage.rightNode());
    assertThat(stage.lists()).isEqualTo(ONE_IN_BOTH);
  }
}
