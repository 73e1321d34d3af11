package dev.ordeal.systems.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.port.Bodies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that come again, or late, over restarts too, change nothing. */
class AtMostOnceTest {

  private record Sent(String from, String to, Map<String, @Nullable Object> body) {}

  private static List<Sent> record(Stage stage) {
    var sent = new ArrayList<Sent>();
    stage
        .world()
        .filter(
            (from, to, body) -> {
              sent.add(new Sent(from, to, body));
              return true;
            });
    return sent;
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void all_that_was_ever_said_is_said_again_after_restarts(String system) {
    var stage = new Stage(system);
    List<Sent> sent = record(stage);
    stage.begin(1);
    stage.world().run(Duration.ofMillis(500));
    stage.begin(2);
    stage.world().run(Duration.ofMillis(500));
    List<Sent> past = List.copyOf(sent);
    assertThat(past.stream().map(message -> Bodies.type(message.body)))
        .contains("execute", "vote", "decision", "ack");

    for (String restarted : List.of("none", stage.rightNode(), "n1")) {
      if (!restarted.equals("none")) {
        stage.world().kill(restarted);
        stage.world().start(restarted);
        stage.world().run(Duration.ofSeconds(1));
      }
      past.forEach(message -> stage.world().request(message.from, message.to, message.body));
      stage.world().run(Duration.ofSeconds(2));
      assertThat(stage.lists())
          .as("%s restarted", restarted)
          .isEqualTo(List.of(List.of(1L, 2L), List.of(1L, 2L)));
      assertThat(stage.doubts("n1", "n2", "n3", "n4", "n5")).isEmpty();
    }
  }

  @Test
  void a_request_that_comes_after_the_abort_is_not_taken() {
    var stage = new Stage("2pc-durable");
    var late = new ArrayList<Sent>();
    stage
        .world()
        .filter(
            (from, to, body) -> {
              boolean held = "execute".equals(body.get("type")) && to.equals(stage.rightNode());
              if (held) {
                late.add(new Sent(from, to, body));
              }
              return !held;
            });
    TxnClient client = stage.begin(1);
    stage.world().run(Duration.ofSeconds(1));
    assertThat(Stage.told(client)).isEqualTo(11L);
    stage.heal();
    late.forEach(message -> stage.world().request(message.from, message.to, message.body));
    stage.world().run(Duration.ofMillis(20));
    assertThat(stage.doubts(stage.rightNode())).isEmpty();
    assertThat(stage.lists()).isEqualTo(Arrays.asList(null, null));
  }

  @Test
  void a_coordinator_that_knows_nothing_of_a_transaction_says_that_it_was_aborted() {
    var stage = new Stage("2pc-durable");
    var told = new ArrayList<Object>();
    stage
        .world()
        .filter(
            (from, to, body) -> {
              if ("decision".equals(body.get("type"))) {
                told.add(Boolean.TRUE.equals(body.get("commit")));
              }
              return true;
            });
    stage.world().request("n3", "n1", Bodies.of("type", "inquire", "txn", "n1.1.77"));
    stage.world().run(Duration.ofMillis(20));
    assertThat(told).containsExactly(false);
  }
}
