package dev.ordeal.systems.commit;

import static dev.ordeal.systems.commit.TxnClient.append;
import static dev.ordeal.systems.world.World.is;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A coordinator proposes to commit, and does not hear what was chosen: it was the commit. */
class UnheardDecisionTest {
  private static final List<?> ONE_IN_BOTH = List.of(List.of(1L), List.of(1L));

  private final Stage stage = new Stage("2pc-replicated");

  /** Once votes are asked for, only messages that pass arrive. */
  private void onceAsked(World.Filter passes) {
    var asked = new boolean[1];
    stage
        .world()
        .filter(
            (from, to, body) -> {
              asked[0] |= is(body, "execute");
              return !asked[0] || passes.passes(from, to, body);
            });
  }

  /** Once it asks for votes the coordinator hears nothing else any more. */
  private TxnClient begin(boolean andAsksForNothingAgain, String... deaf) {
    onceAsked(
        (from, to, body) -> {
          boolean unheard = to.equals("n1") && !is(body, "vote", "wound");
          boolean unsaid = andAsksForNothingAgain && from.equals("n1") && is(body, "prepare");
          boolean unknown =
              List.of(deaf).contains(to) && is(body, "promise", "accepted", "peeked", "conflict");
          return !unheard && !unsaid && !unknown;
        });
    return stage.begin(1);
  }

  @Test
  void its_client_is_not_told_of_an_abort() {
    TxnClient client = begin(false);
    stage.world().run(Duration.ofSeconds(2));
    assertThat(Stage.told(client)).isEqualTo(0L);
    assertThat(stage.lists()).isEqualTo(ONE_IN_BOTH);
    assertThat(stage.doubts("n1")).hasSize(1);
    stage.heal();
    assertThat(stage.doubts("n1", "n2", "n3", "n4", "n5")).isEmpty();
    assertThat(stage.world().inbox("writer-1")).as("it is answered once").hasSize(1);
  }

  @Test
  void it_aborts_nothing_for_an_older_transaction() {
    List<Stage.Sent> late = stage.keepBack((from, to, body) -> is(body, "execute"));
    new TxnClient(stage.world(), "older", "n1").begin(List.of(append(stage.right, 2L)));
    stage.world().run(Duration.ofMillis(40));
    TxnClient younger = begin(false);
    stage.world().run(Duration.ofMillis(60));
    stage.deliver(late.get(0));
    stage.world().run(Duration.ofMillis(100));
    assertThat(Stage.told(younger)).isNull();
    stage.heal();
    assertThat(Stage.told(younger)).isEqualTo("txn_ok");
    assertThat(stage.lists().get(0)).isEqualTo(List.of(1L));
  }

  /** One participant settles; the other one cannot, and hears only the coordinator. */
  @Test
  void it_aborts_nothing_when_it_cannot_even_ask_again() {
    TxnClient client = begin(true, stage.rightNode());
    stage.world().run(Duration.ofMillis(1_800));
    assertThat(Stage.told(client)).isEqualTo(0L);
    assertThat(stage.doubts(stage.leftNode())).isEmpty();
    assertThat(stage.doubts(stage.rightNode())).hasSize(1);
    stage.heal();
    assertThat(stage.lists()).isEqualTo(ONE_IN_BOTH);
  }

  /** Here nothing was chosen; a participant asks, and then the coordinator stops. */
  @Test
  void it_tells_nobody_of_a_commit_before_that_is_chosen() {
    onceAsked(
        (from, to, body) -> {
          boolean proposes = from.equals("n1") && is(body, "accept", "prepare");
          boolean tells = is(body, "decision") && to.equals(stage.leftNode());
          return !proposes && !tells;
        });
    stage.begin(1);
    stage.world().run(Duration.ofMillis(150));
    assertThat(stage.doubts("n1")).hasSize(1);
    stage.world().kill("n1");
    stage.world().run(Duration.ofSeconds(1));
    stage.heal();
    assertThat(stage.doubts("n1", "n2", "n3", "n4", "n5")).isEmpty();
    assertThat(stage.lists()).isEqualTo(Arrays.asList(null, null));
  }
}
