package dev.ordeal.systems.commit;

import static dev.ordeal.systems.commit.TxnClient.add;
import static dev.ordeal.systems.commit.TxnClient.r;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What breaks the flawed variants, each in its own way, and leaves the sound ones whole. */
class FlawsTest {

  private static boolean isHalf(Stage stage) {
    List<@Nullable Object> lists = stage.lists();
    return (lists.get(0) == null) != (lists.get(1) == null);
  }

  @ParameterizedTest
  @CsvSource({"2pc-forgetful, true", "2pc-durable, false", "2pc-replicated, false"})
  void a_coordinator_that_stops_between_the_phases(String system, boolean half) {
    var stage = new Stage(system);
    stage.instead("execute", stage.rightNode(), () -> stage.world().kill("n1"));
    stage.begin(1);
    stage.world().run(Duration.ofSeconds(1));
    stage.heal();
    assertThat(isHalf(stage)).isEqualTo(half);
  }

  @ParameterizedTest
  @CsvSource({"2pc-forgetful, true", "2pc-durable, false", "2pc-replicated, false"})
  void a_participant_that_stops_and_forgets_how_to_undo(String system, boolean half) {
    var stage = new Stage(system);
    stage.instead(
        "execute",
        stage.rightNode(),
        () -> {
          stage.world().kill(stage.leftNode());
          stage.world().start(stage.leftNode());
        });
    stage.begin(1);
    stage.world().run(Duration.ofSeconds(1));
    stage.heal();
    assertThat(isHalf(stage)).isEqualTo(half);
  }

  @ParameterizedTest
  @CsvSource({"2pc-impatient, true", "2pc-durable, false", "2pc-replicated, false"})
  void a_decision_that_comes_late(String system, boolean half) {
    var stage = new Stage(system);
    stage.lose("decision", stage.rightNode());
    TxnClient client = stage.begin(1);
    stage.world().run(Duration.ofMillis(400));
    assertThat(Stage.told(client)).isEqualTo("txn_ok");
    stage.heal();
    assertThat(isHalf(stage)).isEqualTo(half);
  }

  @ParameterizedTest
  @CsvSource({"2pc-unlocked, true", "2pc-durable, false", "2pc-replicated, false"})
  void a_reader_while_nothing_is_decided(String system, boolean dirty) {
    var stage = new Stage(system);
    stage.lose("vote", stage.rightNode());
    stage.begin(1);
    stage.world().run(Duration.ofMillis(30));
    Map<String, @Nullable Object> read =
        new TxnClient(stage.world(), "reader", "n1").txn(r(stage.left));
    boolean seen = TxnClient.values(read).equals(List.of(List.of(1L)));
    assertThat(seen).as("what is aborted later was read").isEqualTo(dirty);
    stage.heal();
    assertThat(stage.lists()).isEqualTo(Arrays.asList(null, null));
  }

  @ParameterizedTest
  @CsvSource({"2pc-unlocked, true", "2pc-durable, false", "2pc-replicated, false"})
  void two_decisions_in_another_order_than_the_votes(String system, boolean lost) {
    var stage = new Stage(system);
    stage.lose("vote", stage.rightNode());
    var first = new TxnClient(stage.world(), "first", "n1");
    long pending = first.begin(List.of(add(stage.left, 5), add(stage.right, 5)));
    stage.world().run(Duration.ofMillis(30));
    stage.world().filter((from, to, body) -> true);
    var second = new TxnClient(stage.world(), "second", "n1");
    boolean done = "txn_ok".equals(second.txn(add(stage.left, 1)).get("type"));
    first.await(pending);
    stage.heal();
    // The first one's vote was lost, so it is aborted; the second one counted it in.
    Object sum = stage.lists().get(0);
    assertThat(done && !Long.valueOf(1).equals(sum)).as("sum %s", sum).isEqualTo(lost);
  }
}
