package dev.ordeal.systems.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.Systems;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each lock promises, and which promise it breaks. */
class LocksTest {
  private static final Duration MORE_THAN_THE_LEASE = Duration.ofMillis(700);

  private static World world(String system) {
    var world = new World(11, 5, Systems.named(system, Map.of()));
    world.run(Duration.ofMillis(20));
    return world;
  }

  private static boolean definite(Map<String, @Nullable Object> answer, long code) {
    return "error".equals(answer.get("type")) && Long.valueOf(code).equals(answer.get("code"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock-local", "lock-lease", "lock-wall", "lock-fenced"})
  void one_client_after_another_gets_the_lock_and_writes(String system) {
    World world = world(system);
    var one = new LockClient(world, "c1", "n2");
    var two = new LockClient(world, "c2", "n2");
    assertThat(one.read()).containsEntry("token", 0L).containsEntry("value", null);

    long token = one.mustAcquire();
    assertThat(definite(two.acquire(), 22)).as("held").isTrue();
    assertThat(definite(one.acquire(), 22)).as("held, also by the one who asks").isTrue();
    assertThat(one.write(token, 3L)).containsEntry("type", "write_ok");
    assertThat(two.read()).containsEntry("token", token).containsEntry("value", 3L);
    assertThat(definite(two.release(token), 22)).as("not the holder").isTrue();
    assertThat(one.release(token)).containsEntry("type", "release_ok");
    assertThat(definite(one.release(token), 22)).as("no longer the holder").isTrue();
    assertThat(two.mustAcquire()).isGreaterThan(token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock-local", "lock-lease", "lock-wall", "lock-fenced"})
  void a_repeated_request_is_served_once(String system) {
    World world = world(system);
    var client = new LockClient(world, "c1", "n1");
    long token = client.mustAcquire();
    client.write(token, 1L);
    client.write(token, 2L);
    Map<String, @Nullable Object> replay =
        Map.of("type", "write", "owner", "c1", "token", token, "value", 1L, "msg_id", 2L);
    world.request("c1", "n1", replay);
    world.run(Duration.ofSeconds(1));
    assertThat(client.read()).containsEntry("value", 2L);
  }

  @Test
  void the_local_lock_is_held_twice_without_any_fault() {
    World world = world("lock-local");
    var one = new LockClient(world, "c1", "n1");
    var two = new LockClient(world, "c2", "n2");
    long first = one.mustAcquire();
    long second = two.mustAcquire();
    assertThat(second).as("tokens are counted by each node").isEqualTo(first);
    assertThat(one.write(first, 1L)).containsEntry("type", "write_ok");
    assertThat(two.write(second, 2L)).containsEntry("type", "write_ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock-lease", "lock-wall", "lock-fenced"})
  void a_lock_whose_holder_is_gone_is_taken_over_after_the_lease(String system) {
    World world = world(system);
    long token = new LockClient(world, "c1", "n2").mustAcquire();
    var other = new LockClient(world, "c2", "n3");
    assertThat(definite(other.acquire(), 22)).isTrue();
    world.run(MORE_THAN_THE_LEASE);
    assertThat(other.mustAcquire()).isEqualTo(token + 1);
  }

  /** The holder's agent n2 is paused; meanwhile the next holder writes; then the agent wakes up. */
  private static Map<String, @Nullable Object> afterThePause(String system) {
    World world = world(system);
    var slow = new LockClient(world, "slow", "n2");
    var next = new LockClient(world, "next", "n3");
    long old = slow.mustAcquire();
    next.acquire();
    world.pause("n2");
    long write = slow.sendWrite(old, "old");
    world.run(MORE_THAN_THE_LEASE);
    long fresh = next.mustAcquire();
    assertThat(next.write(fresh, "new")).containsEntry("type", "write_ok");
    world.resume("n2");
    world.run(Duration.ofSeconds(1));
    assertThat(slow.answer(write)).isPresent();
    return next.read();
  }

  @Test
  void a_paused_agent_of_the_lease_lock_writes_after_the_next_holder() {
    assertThat(afterThePause("lock-lease")).containsEntry("value", "old");
  }

  @Test
  void the_fenced_lock_refuses_the_write_of_a_paused_holder() {
    assertThat(afterThePause("lock-fenced")).containsEntry("value", "new");
  }

  @Test
  void tokens_of_the_lease_lock_grow_across_a_crash_of_its_server() {
    World world = world("lock-lease");
    var client = new LockClient(world, "c1", "n2");
    long token = client.mustAcquire();
    client.write(token, 7L);
    client.release(token);
    world.kill("n1");
    world.start("n1");
    assertThat(client.read()).containsEntry("value", 7L);
    assertThat(client.mustAcquire()).isGreaterThan(token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock-local", "lock-lease", "lock-wall", "lock-fenced"})
  void the_leader_is_the_node_whose_client_holds(String system) {
    World world = world(system);
    var client = new LockClient(world, "c1", "n2");
    assertThat(leaders(world)).isEmpty();
    long token = client.mustAcquire();
    assertThat(leaders(world)).containsExactly("n2");
    client.release(token);
    assertThat(leaders(world)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lock-lease", "lock-wall", "lock-fenced"})
  void nobody_leads_once_the_lease_is_over(String system) {
    World world = world(system);
    new LockClient(world, "c1", "n2").mustAcquire();
    world.run(MORE_THAN_THE_LEASE);
    assertThat(leaders(world)).isEmpty();
  }

  private static List<String> leaders(World world) {
    return Stream.of("n1", "n2", "n3", "n4", "n5")
        .filter(node -> world.program(node).leads())
        .toList();
  }

  @Test
  void the_fenced_lock_without_a_majority_says_that_nothing_happened() {
    World world = world("lock-fenced");
    List.of("n1", "n2", "n3").forEach(world::kill);
    assertThat(definite(new LockClient(world, "c1", "n4").acquire(), 11)).isTrue();
  }

  @Test
  void the_lease_lock_without_its_server_does_not_know() {
    World world = world("lock-lease");
    world.kill("n1");
    assertThat(definite(new LockClient(world, "c1", "n4").acquire(), 0)).isTrue();
  }
}
