package dev.ordeal.systems.ring;

import static dev.ordeal.systems.world.World.is;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.Systems;
import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What single steps of the sound ring are there for: each of these goes wrong without one of them,
 * and by chance it would happen only once in a great while.
 */
class StepsTest {
  private static final List<String> NODES = List.of("n1", "n2", "n3", "n4", "n5");
  private static final long KEY = 1;

  private final World world =
      new World(5, 5, Systems.named("ring-atomic", Map.of("timeout-ms", "3000")));
  private final List<String> replicas = new HashRing(NODES, 64).replicas(Long.toString(KEY), 3);
  private final List<String> strangers =
      NODES.stream().filter(node -> !replicas.contains(node)).toList();

  StepsTest() {
    world.run(Duration.ofMillis(200));
  }

  private KeyClient client(String node) {
    return new KeyClient(world, "c" + world.now() + node, node);
  }

  /** Proposes a write at a node, and has it hear nothing any more once all replicas took it. */
  private KeyClient proposeAndHearNothing(String proposer, Object value) {
    var proposed = new boolean[1];
    world.filter(
        (from, to, body) -> {
          proposed[0] |= from.equals(proposer) && is(body, "key-accept");
          return !(proposed[0] && to.equals(proposer));
        });
    KeyClient client = client(proposer);
    client.send("type", "write", "key", KEY, "value", value);
    world.run(Duration.ofMillis(50));
    assertThat(client(replicas.get(0)).read(KEY)).isEqualTo(value);
    return client;
  }

  private void hearAgain() {
    world.filter((from, to, body) -> true);
    world.run(Duration.ofSeconds(1));
  }

  @Test
  void a_write_that_is_in_is_not_made_again_over_one_that_came_after_it() {
    KeyClient first = proposeAndHearNothing(strangers.get(0), "first");
    client(replicas.get(0)).write(KEY, "second");
    hearAgain();
    assertThat(first.answer(1).orElseThrow()).containsEntry("type", "write_ok");
    assertThat(client(replicas.get(1)).read(KEY)).isEqualTo("second");
  }

  @Test
  void a_write_is_not_made_again_if_so_many_came_after_it_that_nobody_knows_whether_it_is_in() {
    KeyClient first = proposeAndHearNothing(strangers.get(0), "first");
    for (long later = 1; later <= 9; later++) {
      client(replicas.get(0)).write(KEY, later);
    }
    hearAgain();
    assertThat(first.answer(1).orElseThrow()).containsEntry("code", 0L);
    assertThat(client(replicas.get(1)).read(KEY)).isEqualTo(9L);
  }

  @Test
  void what_nobody_chose_does_not_come_back_with_a_node_that_left() {
    String leaver = replicas.get(2);
    client(replicas.get(1)).write(KEY, "old");
    for (long other = 100; other < 160; other++) {
      client(leaver).write(other, other);
    }
    world.filter(
        (from, to, body) ->
            !from.equals(leaver)
                || !is(body, "key-accept")
                    && !(is(body, "key-prepare") && to.equals(replicas.get(1))));
    client(leaver).send("type", "write", "key", KEY, "value", "never chosen");
    world.run(Duration.ofMillis(50));
    world.kill(leaver);
    world.filter((from, to, body) -> true);
    client(replicas.get(1)).leave(leaver);
    client(replicas.get(1)).awaitSettled();
    client(replicas.get(1)).write(KEY, "new");
    world.start(leaver);
    client(replicas.get(1)).join(leaver);
    client(replicas.get(1)).awaitSettled();
    world.run(Duration.ofSeconds(5));
    assertThat(client(leaver).read(KEY)).isEqualTo("new");
  }

  @Test
  void
      a_replica_that_promised_too_much_to_the_dead_and_died_twice_itself_soon_has_what_it_missed() {
    String replica = replicas.get(0);
    String proposer = strangers.get(0);
    for (long other = 100; other < 160; other++) {
      client(proposer).write(other, other);
    }
    world.filter((from, to, body) -> !from.equals(proposer) || to.equals(replica));
    client(proposer).send("type", "write", "key", KEY, "value", "never proposed");
    world.run(Duration.ofMillis(50));
    world.kill(proposer);
    world.filter((from, to, body) -> true);
    client(replicas.get(1)).write(KEY, "missed");
    for (int death = 0; death < 2; death++) {
      world.kill(replica);
      world.start(replica);
      world.run(Duration.ofMillis(100));
    }
    assertThat(heldBy(replica)).isNull();
    world.run(Duration.ofSeconds(4));
    assertThat(heldBy(replica)).isEqualTo("1:missed");
  }

  private @Nullable Object heldBy(String node) {
    return Bodies.fields(client(node).holds(), "entries").get(Long.toString(KEY));
  }

  @Test
  void members_do_not_change_before_a_majority_of_the_old_replicas_of_each_key_knows() {
    List<String> apart = replicas.subList(0, 2);
    for (String one : apart) {
      NODES.stream()
          .filter(node -> !apart.contains(node))
          .forEach(
              other -> {
                world.cut(one, other);
                world.cut(other, one);
              });
    }
    client(apart.get(0)).write(KEY, "taken by two of three");
    client(replicas.get(2)).leave(apart.get(0));
    world.run(Duration.ofSeconds(3));
    assertThat(client(replicas.get(2)).members()).containsEntry("settled", false);
    world.mend();
    client(replicas.get(2)).awaitSettled();
    assertThat(client(replicas.get(2)).read(KEY)).isEqualTo("taken by two of three");
  }

  @ParameterizedTest
  @ValueSource(strings = {"key-peek", "key-prepare", "key-accept", "seal"})
  void a_replica_answers_nothing_that_was_asked_in_another_view_than_its_own(String type) {
    var answers = new ArrayList<Map<String, @Nullable Object>>();
    world.filter(
        (from, to, body) -> {
          if (to.equals(strangers.get(0)) && is(body, "answer")) {
            answers.add(Bodies.fields(body, "answer"));
          }
          return true;
        });
    client(replicas.get(0)).leave(strangers.get(0));
    client(replicas.get(0)).awaitSettled();
    answers.clear();
    for (long view : List.of(1L, 5L)) {
      Map<String, @Nullable Object> body =
          Bodies.of(
              "type", type, "key", "1", "view", view, "call", 1L, "after", "", "ballot", 1L << 60);
      world.request(
          strangers.get(0), replicas.get(0), Bodies.with(body, "proposed", Accepted.NONE.body()));
      world.run(Duration.ofMillis(20));
    }
    assertThat(answers).hasSize(2).allMatch(answer -> answer.containsKey("other-view"));
  }

  /** Has a value accepted by the first replica alone, from a proposer that then dies. */
  private void leaveAtFirstReplica(Object value) {
    String proposer = strangers.get(0);
    world.filter(
        (from, to, body) ->
            isNoRepair(body)
                && (!is(body, "key-accept")
                    || from.equals(proposer) && to.equals(replicas.get(0))));
    client(proposer).send("type", "write", "key", KEY, "value", value);
    world.run(Duration.ofMillis(50));
    world.kill(proposer);
  }

  private static boolean isNoRepair(Map<String, @Nullable Object> body) {
    return !is(body, "merkle") && !is(body, "leaves");
  }

  @Test
  void a_read_does_not_answer_before_a_majority_has_what_it_tells() {
    client(replicas.get(1)).write(KEY, "old");
    leaveAtFirstReplica("new");
    String reader = strangers.get(1);
    world.filter(
        (from, to, body) ->
            isNoRepair(body)
                && !is(body, "key-prepare")
                && !from.equals(replicas.get(2))
                && (!is(body, "key-accept") || to.equals(replicas.get(0))));
    KeyClient first = client(reader);
    first.send("type", "read", "key", KEY);
    world.run(Duration.ofMillis(200));
    assertThat(first.answer(1)).isEmpty();

    world.filter((from, to, body) -> isNoRepair(body));
    assertThat(first.await(1)).containsEntry("value", "new");
    world.kill(replicas.get(0));
    assertThat(client(reader).read(KEY)).isEqualTo("new");
  }

  @Test
  void repair_brings_nothing_to_a_replica_that_promised_more() {
    client(replicas.get(1)).write(KEY, "old");
    leaveAtFirstReplica("late");
    String other = strangers.get(1);
    world.filter(
        (from, to, body) ->
            isNoRepair(body) && !is(body, "key-accept") && !to.equals(replicas.get(0)));
    KeyClient changer = client(other);
    changer.send("type", "cas", "key", KEY, "from", "old", "to", "changed");
    world.run(Duration.ofMillis(50));
    world.filter((from, to, body) -> !is(body, "key-accept") && !is(body, "key-prepare"));
    world.run(Duration.ofMillis(1_500));
    assertThat(heldBy(replicas.get(0))).isEqualTo("2:late");
    assertThat(heldBy(replicas.get(1))).isEqualTo("1:old");
    assertThat(heldBy(replicas.get(2))).isEqualTo("1:old");
  }

  @Test
  void members_do_not_change_before_each_key_was_read_by_old_and_new_replicas() {
    String leaver = replicas.get(0);
    world.filter(
        (from, to, body) ->
            isNoRepair(body) && !(is(body, "key-accept") && to.equals(replicas.get(2))));
    client(strangers.get(0)).write(KEY, "taken by two of three");
    world.filter((from, to, body) -> isNoRepair(body) && !is(body, "key-peek"));
    client(replicas.get(2)).leave(leaver);
    world.run(Duration.ofSeconds(5));
    world.filter((from, to, body) -> isNoRepair(body));
    client(replicas.get(2)).awaitSettled();
    world.kill(leaver);
    world.kill(replicas.get(1));
    assertThat(client(replicas.get(2)).read(KEY)).isEqualTo("taken by two of three");
  }

  @Test
  void a_write_is_not_taken_for_one_of_a_former_life() {
    String proposer = strangers.get(0);
    client(proposer).write(KEY, "first");
    world.kill(proposer);
    world.start(proposer);
    world.run(Duration.ofMillis(100));
    client(proposer).write(KEY, "second");
    assertThat(client(replicas.get(0)).read(KEY)).isEqualTo("second");
  }

  @Test
  void a_node_uses_no_ballot_call_or_number_of_a_change_of_a_former_life() {
    String proposer = strangers.get(0);
    var used = new ArrayList<List<Long>>();
    world.filter(
        (from, to, body) -> {
          if (from.equals(proposer) && to.equals(replicas.get(0)) && is(body, "key-accept")) {
            Accepted proposed = Accepted.of(Bodies.fields(body, "proposed"));
            long change = proposed.state().changes().get(0);
            used.add(List.of(proposed.ballot(), Bodies.number(body, "call"), change));
            world.after(Duration.ZERO, () -> world.powerLoss(proposer, record -> false));
          }
          return !is(body, "key-accept");
        });
    for (int life = 0; life < 3; life++) {
      client(proposer).send("type", "write", "key", KEY, "value", life);
      world.run(Duration.ofMillis(100));
      world.start(proposer);
      world.run(Duration.ofMillis(100));
    }
    assertThat(used).hasSize(3);
    for (int what = 0; what < 3; what++) {
      int which = what;
      assertThat(used).extracting(each -> each.get(which)).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_node_begins_nothing_in_a_life_that_it_might_forget() {
    String proposer = strangers.get(0);
    var ballots = new ArrayList<Long>();
    world.unreliable(0, 0, Duration.ofNanos(100));
    world.filter(
        (from, to, body) -> {
          if (from.equals(proposer) && to.equals(replicas.get(0)) && is(body, "key-prepare")) {
            ballots.add(Bodies.number(body, "ballot"));
            world.after(Duration.ZERO, () -> world.powerLoss(proposer, record -> false));
          }
          return true;
        });
    for (int life = 0; life < 3; life++) {
      world.powerLoss(proposer, record -> false);
      world.start(proposer);
      for (int attempt = 0; attempt < 2; attempt++) {
        client(proposer).send("type", "write", "key", KEY, "value", life);
        world.run(Duration.ofMillis(20));
      }
    }
    assertThat(ballots).hasSize(3).doesNotHaveDuplicates();
  }
}
