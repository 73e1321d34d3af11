package dev.ordeal.systems.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.Systems;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the fence lets pass and what it stops, and how tokens grow, one step at a time. */
class FenceStepsTest {
  private static final Duration LESS_THAN_THE_LEASE = Duration.ofMillis(200);
  private static final Duration MORE_THAN_THE_LEASE = Duration.ofMillis(700);

  private final World world = new World(11, 5, Systems.named("lock-fenced", Map.of()));
  private final LockClient one = new LockClient(world, "one", "n2");
  private final LockClient two = new LockClient(world, "two", "n3");

  private static void taken(Map<String, @Nullable Object> answer) {
    assertThat(answer).containsEntry("type", "write_ok");
  }

  private static void refused(Map<String, @Nullable Object> answer) {
    assertThat(answer).containsEntry("code", 22L);
  }

  @Test
  void a_holder_may_write_again_with_the_token_of_the_last_write() {
    long token = one.mustAcquire();
    taken(one.write(token, 1L));
    taken(one.write(token, 2L));
    assertThat(two.read()).containsEntry("token", token).containsEntry("value", 2L);
  }

  @Test
  void a_token_that_is_older_by_one_is_refused_at_every_node() {
    long old = one.mustAcquire();
    one.release(old);
    long fresh = two.mustAcquire();
    taken(two.write(fresh, 2L));
    for (String node : List.of("n1", "n2", "n3", "n4", "n5")) {
      refused(new LockClient(world, "late-" + node, node).write(old, 1L));
    }
    assertThat(two.read()).containsEntry("token", fresh).containsEntry("value", 2L);
  }

  @Test
  void a_newer_token_is_taken_also_if_those_between_wrote_nothing() {
    taken(one.write(one.mustAcquire(), 1L));
    one.release(1);
    two.release(two.mustAcquire());
    long third = one.mustAcquire();
    taken(one.write(third, 3L));
    assertThat(two.read()).containsEntry("token", third).containsEntry("value", 3L);
  }

  @Test
  void an_old_token_that_never_wrote_is_taken_until_a_newer_one_writes() {
    long old = one.mustAcquire();
    one.release(old);
    long fresh = two.mustAcquire();
    taken(one.write(old, 1L));
    taken(two.write(fresh, 2L));
    refused(one.write(old, 3L));
  }

  @Test
  void the_token_grows_by_one_at_each_grant_after_a_release() {
    for (long grant = 1; grant <= 3; grant++) {
      LockClient next = grant % 2 == 1 ? one : two;
      assertThat(next.mustAcquire()).isEqualTo(grant);
      assertThat(next.release(grant)).containsEntry("type", "release_ok");
    }
  }

  @Test
  void the_token_grows_by_one_at_each_takeover() {
    one.mustAcquire();
    for (long grant = 2; grant <= 3; grant++) {
      LockClient next = grant % 2 == 1 ? one : two;
      refused(next.acquire());
      world.run(MORE_THAN_THE_LEASE);
      assertThat(next.mustAcquire()).isEqualTo(grant);
    }
  }

  @Test
  void the_token_is_kept_when_all_nodes_stop_after_a_release() {
    long token = one.mustAcquire();
    one.release(token);
    for (String node : List.of("n1", "n2", "n3", "n4", "n5")) {
      world.powerLoss(node, key -> false);
      world.start(node);
    }
    assertThat(new LockClient(world, "three", "n4").mustAcquire()).isEqualTo(token + 1);
  }

  @Test
  void nobody_takes_the_lock_over_before_the_lease_is_over() {
    one.mustAcquire();
    refused(two.acquire());
    world.run(LESS_THAN_THE_LEASE);
    refused(two.acquire());
  }

  @Test
  void only_the_holder_releases_and_only_the_grant_that_it_means() {
    long old = one.mustAcquire();
    one.release(old);
    long fresh = one.mustAcquire();
    refused(two.release(fresh));
    refused(one.release(old));
    refused(two.acquire());
    assertThat(one.release(fresh)).containsEntry("type", "release_ok");
    two.mustAcquire();
  }
}
