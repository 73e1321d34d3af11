package dev.ordeal.systems.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.Systems;
import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How each flawed ring breaks, and that the sound one does not in the same place. */
class FlawsTest {

  private static World world(String system) {
    var world = new World(5, 5, Systems.named(system, Map.of()));
    world.run(Duration.ofMillis(200));
    return world;
  }

  private static KeyClient client(World world, String node) {
    return new KeyClient(world, "c" + world.now() + node, node);
  }

  /** The nodes that keep a key of the ring of all. */
  private static List<String> replicas(long key) {
    var ring = new HashRing(List.of("n1", "n2", "n3", "n4", "n5"), 64);
    return ring.replicas(Long.toString(key), 3);
  }

  private static String noReplicaOf(long key) {
    return LongStream.rangeClosed(1, 5)
        .mapToObj(node -> "n" + node)
        .filter(node -> !replicas(key).contains(node))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void the_modulo_ring_loses_the_keys_of_a_node_that_leaves() {
    World world = world("ring-modulo");
    KeyClient client = client(world, "n2");
    for (long key = 0; key < 50; key++) {
      client.write(key, key);
    }
    client.leave("n1");
    world.run(Duration.ofSeconds(3));
    long lost = LongStream.range(0, 50).filter(key -> client.read(key) == null).count();
    assertThat(lost).isBetween(4L, 20L);
  }

  @Test
  void the_modulo_ring_serves_nothing_of_a_dead_node_until_it_is_made_to_leave() {
    World world = world("ring-modulo");
    KeyClient client = client(world, "n2");
    for (long key = 0; key < 20; key++) {
      client.write(key, key);
    }
    world.kill("n1");
    assertThat(LongStream.range(0, 20).filter(key -> client.tryRead(key).containsKey("code")))
        .isNotEmpty();
    client.leave("n1");
    world.run(Duration.ofSeconds(3));
    assertThat(LongStream.range(0, 20).filter(key -> client.read(key) == null)).isNotEmpty();
  }

  @Test
  void the_sloppy_ring_takes_writes_on_both_sides_and_reads_go_back() {
    World world = world("ring-sloppy");
    client(world, "n1").write(1L, "old");
    for (String one : List.of("n1", "n2")) {
      for (String other : List.of("n3", "n4", "n5")) {
        world.cut(one, other);
        world.cut(other, one);
      }
    }
    client(world, "n3").write(1L, "new");
    assertThat(client(world, "n4").read(1L)).isEqualTo("new");
    assertThat(client(world, "n2").tryRead(1L).get("value")).isNotEqualTo("new");
    world.mend();
    world.run(Duration.ofSeconds(5));
    for (int node = 1; node <= 5; node++) {
      assertThat(client(world, "n" + node).read(1L)).as("handed over").isEqualTo("new");
      assertThat(client(world, "n" + node).members()).containsEntry("settled", true);
    }
  }

  @Test
  void the_sloppy_ring_loses_an_acknowledged_write_to_a_clock_that_is_ahead() {
    World world = world("ring-sloppy");
    world.skew("n1", Duration.ofSeconds(10));
    client(world, "n1").write(1L, "before");
    client(world, "n2").write(1L, "after");
    assertThat(client(world, "n3").read(1L)).isEqualTo("before");
  }

  /** A write held up on its way to two of three replicas. */
  private static void writeToTheFirstOnly(World world, long key, Object value) {
    String coordinator = noReplicaOf(key);
    client(world, coordinator).send("type", "write", "key", key, "value", value);
    long before = world.sent();
    while (world.sent() < before + 3) {
      before = world.sent();
      world.run(Duration.ofNanos(20_000));
    }
    world.cut(coordinator, replicas(key).get(1));
    world.cut(coordinator, replicas(key).get(2));
    world.run(Duration.ofMillis(50));
  }

  private static List<@Nullable Object> readAtTheFirstThenAtTheSecond(World world, long key) {
    Object first = client(world, replicas(key).get(0)).tryRead(key).get("value");
    world.cut(replicas(key).get(0), replicas(key).get(1));
    world.cut(replicas(key).get(1), replicas(key).get(0));
    Object second = client(world, replicas(key).get(1)).tryRead(key).get("value");
    return java.util.Arrays.asList(first, second);
  }

  @Test
  void the_naive_quorum_ring_reads_the_old_value_after_the_new_one() {
    World world = world("ring-quorum-naive");
    client(world, "n1").write(1L, "old");
    world.run(Duration.ofMillis(100));
    writeToTheFirstOnly(world, 1L, "new");
    assertThat(readAtTheFirstThenAtTheSecond(world, 1L)).containsExactly("new", "old");
  }

  @Test
  void the_atomic_ring_writes_back_what_it_answers() {
    World world = world("ring-atomic");
    client(world, "n1").write(1L, "old");
    world.run(Duration.ofMillis(100));
    writeToTheFirstOnly(world, 1L, "new");
    List<@Nullable Object> read = readAtTheFirstThenAtTheSecond(world, 1L);
    assertThat(read.get(1)).isEqualTo(read.get(0));
  }

  @Test
  void the_atomic_ring_takes_nothing_that_was_sent_in_an_older_view() {
    World world = world("ring-atomic");
    KeyClient client = client(world, "n1");
    client.leave("n5");
    client.awaitSettled();
    world.run(Duration.ofSeconds(1));
    var stale = new Accepted(Ballot.of(1, 1, new Ids(4, 1)), KeyState.NONE.next(1, "stale"));
    for (int node = 1; node <= 5; node++) {
      world.request(
          "n5",
          "n" + node,
          Bodies.of(
              "type", "key-accept", "key", "1", "view", 1L, "call", 1L, "proposed", stale.body()));
    }
    world.run(Duration.ofSeconds(1));
    assertThat(client.read(1L)).isNull();
  }

  @Test
  void on_the_atomic_ring_a_dead_node_can_be_made_to_leave_and_nothing_is_lost() {
    World world = world("ring-atomic");
    KeyClient client = client(world, "n1");
    for (long key = 0; key < 50; key++) {
      client.write(key, key);
    }
    for (String dead : List.of("n4", "n5")) {
      world.kill(dead);
      client.leave(dead);
      client.awaitSettled();
    }
    for (long key = 0; key < 50; key++) {
      assertThat(client.read(key)).isEqualTo(key);
    }
    assertThat(client.ask("type", "holds").get("entries"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring-sloppy", "ring-quorum-naive", "ring-atomic"})
  void replicas_that_missed_writes_catch_up_without_being_asked(String system) {
    World world = world(system);
    world.kill("n3");
    KeyClient client = client(world, "n1");
    for (long key = 0; key < 60; key++) {
      client.write(key, key);
    }
    world.start("n3");
    world.run(Duration.ofSeconds(8));
    Map<String, @Nullable Object> holds = client(world, "n3").holds();
    long expected = LongStream.range(0, 60).filter(key -> replicas(key).contains("n3")).count();
    assertThat(Bodies.fields(holds, "entries")).hasSize((int) expected);
    for (int node = 1; node <= 5; node++) {
      Bodies.fields(client(world, "n" + node).holds(), "roots")
          .forEach(
              (range, root) -> {
                Object here = Bodies.fields(holds, "roots").get(range);
                assertThat(here == null || here.equals(root)).as(range).isTrue();
              });
    }
  }
}
