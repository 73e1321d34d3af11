package dev.ordeal.systems.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.Systems;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every ring does while nothing fails, and what it answers to what it cannot do. */
class RingsTest {

  private static World world(String system, String... options) {
    var world = new World(7, 5, Systems.named(system, options(options)));
    world.run(Duration.ofMillis(20));
    return world;
  }

  private static Map<String, String> options(String... options) {
    return options.length == 0 ? Map.of() : Map.of(options[0], options[1]);
  }

  private static void fails(Map<String, @Nullable Object> answer, long code) {
    assertThat(answer).containsEntry("type", "error").containsEntry("code", code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring-modulo", "ring-sloppy", "ring-quorum-naive", "ring-atomic"})
  void what_is_written_at_one_node_is_read_at_every_other(String system) {
    World world = world(system);
    for (long key = 0; key < 20; key++) {
      new KeyClient(world, "w" + key, "n" + (1 + key % 5)).write(key, "v" + key);
    }
    for (int node = 1; node <= 5; node++) {
      var reader = new KeyClient(world, "r" + node, "n" + node);
      for (long key = 0; key < 20; key++) {
        assertThat(reader.read(key)).isEqualTo("v" + key);
      }
      assertThat(reader.read("never written")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring-modulo", "ring-sloppy", "ring-quorum-naive", "ring-atomic"})
  void a_write_replaces_the_one_before(String system) {
    World world = world(system);
    for (long i = 0; i < 10; i++) {
      new KeyClient(world, "w" + i, "n" + (1 + i % 5)).write("k", i);
      assertThat(new KeyClient(world, "r" + i, "n" + (1 + i * 2 % 5)).read("k")).isEqualTo(i);
    }
  }

  @Test
  void only_the_atomic_ring_compares_and_sets() {
    var client = new KeyClient(world("ring-atomic"), "c1", "n1");
    fails(client.cas(1L, 2L, 3L), 20);
    client.write(1L, 2L);
    assertThat(client.cas(1L, 2L, 3L)).containsEntry("type", "cas_ok");
    fails(client.cas(1L, 2L, 4L), 22);
    assertThat(client.read(1L)).isEqualTo(3L);
    for (String other : List.of("ring-modulo", "ring-sloppy", "ring-quorum-naive")) {
      fails(new KeyClient(world(other), "c1", "n1").cas(1L, 2L, 3L), 10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring-modulo", "ring-sloppy", "ring-quorum-naive", "ring-atomic"})
  void what_is_malformed_or_unknown_is_refused(String system) {
    var client = new KeyClient(world(system), "c1", "n1");
    fails(client.ask("type", "read"), 12);
    fails(client.ask("type", "write", "key", 1L), 12);
    fails(client.ask("type", "leave", "node", "n9"), 22);
    fails(client.ask("type", "sing"), 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring-modulo", "ring-sloppy", "ring-quorum-naive", "ring-atomic"})
  void a_node_that_joins_gets_its_keys_and_all_are_still_there(String system) {
    World world = world(system, "members", "4");
    var client = new KeyClient(world, "c1", "n5");
    for (long key = 0; key < 100; key++) {
      client.write(key, key);
    }
    client.join("n5");
    client.join("n5");
    client.awaitSettled();
    world.run(Duration.ofSeconds(3));
    assertThat(client.members()).containsEntry("members", List.of("n1", "n2", "n3", "n4", "n5"));
    for (long key = 0; key < 100; key++) {
      assertThat(client.read(key)).as("key %d", key).isEqualTo(key);
    }
    var entries = (Map<?, ?>) client.ask("type", "holds").get("entries");
    assertThat(entries).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring-sloppy", "ring-quorum-naive", "ring-atomic"})
  void a_node_that_leaves_leaves_its_keys_behind(String system) {
    World world = world(system);
    var client = new KeyClient(world, "c1", "n2");
    for (long key = 0; key < 100; key++) {
      client.write(key, key);
    }
    client.leave("n1");
    new KeyClient(world, "c2", "n1").awaitSettled();
    world.run(Duration.ofSeconds(3));
    world.kill("n1");
    for (long key = 0; key < 100; key++) {
      assertThat(client.read(key)).as("key %d", key).isEqualTo(key);
    }
  }
}
