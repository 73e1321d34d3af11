package dev.ordeal.systems.commit;

import static dev.ordeal.systems.commit.TxnClient.append;
import static dev.ordeal.systems.commit.TxnClient.w;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a decision is kept: until all have carried it out, and not for ever. */
class DecisionRoomTest {
  private static final int ROOM = LocalDecisionLog.SLOTS;

  private static TxnClient client(Stage stage) {
    return new TxnClient(stage.world(), "client-" + stage.world().now(), "n1");
  }

  /** So many commits, one after another, whose acknowledgements do not arrive. */
  private static void fill(Stage stage) {
    for (long i = 1; i <= ROOM; i++) {
      client(stage).must(append(stage.right, i));
    }
  }

  private static List<Long> all() {
    return LongStream.rangeClosed(1, ROOM).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void who_has_no_room_for_a_decision_says_so_until_acknowledgements_come(String system) {
    var stage = new Stage(system);
    stage.keepBack((from, to, body) -> "ack".equals(body.get("type")));
    fill(stage);
    assertThat(client(stage).txn(append(stage.right, 999L))).containsEntry("code", 11L);
    stage.heal();
    client(stage).must(w(stage.left, 1L));
    assertThat(stage.lists()).isEqualTo(List.of(1L, all()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void decisions_that_a_former_life_left_make_room_once_they_are_acknowledged(String system) {
    var stage = new Stage(system);
    stage.keepBack((from, to, body) -> "ack".equals(body.get("type")));
    fill(stage);
    stage.restart("n1");
    stage.heal();
    for (long i = 0; i < ROOM + 2; i++) {
      client(stage).must(w(stage.left, i));
    }
    stage.world().run(Duration.ofSeconds(1));
    assertThat(stage.lists()).isEqualTo(List.of(ROOM + 1L, all()));
  }
}
