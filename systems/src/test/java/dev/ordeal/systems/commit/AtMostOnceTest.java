package dev.ordeal.systems.commit;

import static dev.ordeal.systems.commit.TxnClient.append;
import static dev.ordeal.systems.world.World.is;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that come again, or late, over restarts too, change nothing. */
class AtMostOnceTest {

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void all_that_was_ever_said_is_said_again_after_restarts(String system) {
    var stage = new Stage(system);
    List<Stage.Sent> sent = stage.watch((from, to, body) -> true);
    stage.begin(1);
    stage.world().run(Duration.ofMillis(500));
    stage.begin(2);
    stage.world().run(Duration.ofMillis(500));
    List<Stage.Sent> past = List.copyOf(sent);
    assertThat(past.stream().map(message -> Bodies.type(message.body())))
        .contains("execute", "vote", "decision", "ack");

    for (String restarted : List.of("none", stage.rightNode(), "n1")) {
      if (!restarted.equals("none")) {
        stage.restart(restarted);
        stage.world().run(Duration.ofSeconds(1));
      }
      past.forEach(stage::deliver);
      stage.world().run(Duration.ofSeconds(2));
      assertThat(stage.lists())
          .as("%s restarted", restarted)
          .isEqualTo(List.of(List.of(1L, 2L), List.of(1L, 2L)));
      assertThat(stage.doubts("n1", "n2", "n3", "n4", "n5")).isEmpty();
    }
  }

  /** It is committed, its answer is lost, and copies come to that and to the next life. */
  @Test
  void a_call_of_another_node_is_executed_once_however_often_it_comes() {
    var stage = new Stage("2pc-durable");
    List<Stage.Sent> calls =
        stage.watch(
            (from, to, body) -> is(body, "submit"), (from, to, body) -> !is(body, "submitted"));
    var client = new TxnClient(stage.world(), "client", "n2");
    long call = client.begin(List.of(append(stage.left, 1L), append(stage.right, 1L)));
    stage.world().run(Duration.ofMillis(100));
    List.copyOf(calls).forEach(stage::deliver);
    stage.world().run(Duration.ofMillis(100));
    stage.restart("n1");
    stage.world().run(Duration.ofMillis(50));
    List.copyOf(calls).forEach(stage::deliver);
    assertThat(client.await(call)).containsEntry("code", 0L);
    stage.heal();
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L), List.of(1L)));
  }

  @Test
  void a_call_to_a_coordinator_that_was_never_heard_of_is_sent_again_and_executed_once() {
    var stage = new Stage("2pc-durable");
    List<Stage.Sent> calls =
        stage.watch(
            (from, to, body) -> is(body, "submit"),
            (from, to, body) -> !is(body, "hello", "welcome"));
    stage.restart("n2");
    stage.world().run(Duration.ofMillis(50));
    var client = new TxnClient(stage.world(), "client", "n2");
    client.must(append(stage.left, 1L), append(stage.right, 1L));
    stage.heal();
    stage.restart("n1");
    stage.world().run(Duration.ofMillis(50));
    List.copyOf(calls).forEach(stage::deliver);
    stage.world().run(Duration.ofMillis(200));
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L), List.of(1L)));
  }

  @Test
  void a_request_that_comes_after_the_abort_is_not_taken() {
    var stage = new Stage("2pc-durable");
    List<Stage.Sent> late =
        stage.keepBack((from, to, body) -> is(body, "execute") && to.equals(stage.rightNode()));
    TxnClient client = stage.begin(1);
    stage.world().run(Duration.ofSeconds(1));
    assertThat(Stage.told(client)).isEqualTo(11L);
    stage.heal();
    stage.world().kill("n1");
    late.forEach(stage::deliver);
    stage.world().run(Duration.ofMillis(20));
    assertThat(stage.doubts(stage.rightNode())).isEmpty();
    stage.heal();
    assertThat(stage.lists()).isEqualTo(Arrays.asList(null, null));
  }

  @Test
  void a_coordinator_that_knows_nothing_of_a_transaction_says_that_it_was_aborted() {
    var stage = new Stage("2pc-durable");
    List<Stage.Sent> told = stage.watch((from, to, body) -> is(body, "decision"));
    stage.world().request("n3", "n1", Bodies.of("type", "inquire", "txn", "n1.1.77"));
    stage.world().run(Duration.ofMillis(20));
    assertThat(told.stream().map(sent -> Boolean.TRUE.equals(sent.body().get("commit"))))
        .containsExactly(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void a_clients_request_is_executed_once_if_it_comes_twice(String system) {
    var stage = new Stage(system);
    var ops = List.of(append(stage.left, 1L), append(stage.right, 1L));
    for (int copy = 0; copy < 2; copy++) {
      stage.world().request("client", "n3", Bodies.of("type", "txn", "ops", ops, "msg_id", 1L));
      stage.world().run(Duration.ofMillis(200));
    }
    assertThat(stage.lists()).isEqualTo(List.of(List.of(1L), List.of(1L)));
  }

  /** A restarted node counts its calls from one again. */
  @Test
  void an_answer_to_a_former_life_is_not_taken_for_one_to_this_life() {
    var stage = new Stage("2pc-durable");
    List<Stage.Sent> answers = stage.keepBack((from, to, body) -> is(body, "submitted"));
    new TxnClient(stage.world(), "former", "n3").begin(List.of(append(stage.left, 1L)));
    stage.world().run(Duration.ofMillis(100));
    stage.restart("n3");
    stage.world().run(Duration.ofMillis(50));
    var client = new TxnClient(stage.world(), "client", "n3");
    long call = client.begin(List.of(append(stage.right, 2L)));
    stage.deliver(answers.get(0));
    stage.world().run(Duration.ofMillis(100));
    assertThat(client.answer(call)).isEmpty();
    stage.deliver(answers.get(1));
    assertThat(TxnClient.values(client.await(call))).containsExactly(2L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2pc-durable", "2pc-replicated"})
  void no_life_that_others_heard_of_is_lived_twice(String system) {
    var stage = new Stage(system);
    var lives = new ArrayList<Object>();
    stage
        .world()
        .filter(
            (from, to, body) -> {
              boolean greets = is(body, "hello", "welcome");
              if (greets && from.equals("n2") && to.equals("n1")) {
                lives.add(Bodies.number(body, "life"));
                stage
                    .world()
                    .after(Duration.ZERO, () -> stage.world().powerLoss("n2", key -> false));
              }
              return true;
            });
    var greeting = new Message("n1", Bodies.of("type", "hello", "life", 1L));
    for (int restarts = 0; restarts < 4; restarts++) {
      stage.restart("n2");
      stage.world().program("n2").receive(greeting);
      stage.world().run(Duration.ofMillis(50));
    }
    assertThat(lives.stream().distinct()).as("lives heard of: %s", lives).hasSize(4);
  }

  @Test
  void a_request_whose_abort_comes_while_it_is_being_written_leaves_no_doubt() {
    var stage = new Stage("2pc-durable");
    List<Stage.Sent> kept = stage.keepBack((from, to, body) -> to.equals(stage.rightNode()));
    TxnClient client = stage.begin(1);
    stage.world().run(Duration.ofSeconds(1));
    assertThat(Stage.told(client)).isEqualTo(11L);
    stage.world().kill("n1");
    for (String type : List.of("execute", "decision")) {
      stage.deliverAtOnce(Stage.ofType(kept, type).get(0));
    }
    stage.world().run(Duration.ofMillis(50));
    assertThat(stage.doubts(stage.rightNode())).isEmpty();
  }
}
