package dev.ordeal.systems.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.systems.Systems;
import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The fenced lock's promises under loss, repetition, crashes and pauses, over many seeds. */
class FencedLockFuzzTest {
  private static final int NODES = 5;
  private static final int CLIENTS = 6;

  private record Seen(long began, long ended, long token) {}

  private final List<Seen> grants = new ArrayList<>();
  private final List<Seen> reads = new ArrayList<>();
  private final List<Seen> writes = new ArrayList<>();

  /** Acquires, writes and releases over and over, and notes what it saw. */
  private final class Worker {
    private final World world;
    private final int number;
    private final String node;
    private int life;
    private LockClient client;
    private long pending;
    private long began;
    private long token;
    private int step;

    Worker(World world, int number) {
      this.world = world;
      this.number = number;
      this.node = "n" + (1 + number % NODES);
      this.client = new LockClient(world, node + "-" + number + "-0", node);
    }

    void poll(long seed) {
      if (pending != 0) {
        Map<String, @Nullable Object> answer = client.answer(pending).orElse(null);
        if (answer == null) {
          retireIfLate();
          return;
        }
        pending = 0;
        note(answer, seed);
      }
      ask();
    }

    /** A client that got no answer does not know, and another takes its place. */
    private void retireIfLate() {
      if (world.now() - began > Duration.ofSeconds(2).toNanos()) {
        client = new LockClient(world, node + "-" + number + "-" + ++life, node);
        pending = 0;
        step = 0;
      }
    }

    private String owner() {
      return "p" + number + "-" + life;
    }

    private void ask() {
      began = world.now();
      pending =
          switch (step) {
            case 0 -> client.send("type", "acquire", "owner", owner());
            case 1, 2 ->
                client.send("type", "write", "owner", owner(), "token", token, "value", began);
            case 3 -> client.send("type", "read");
            default -> client.send("type", "release", "owner", owner(), "token", token);
          };
    }

    private void note(Map<String, @Nullable Object> answer, long seed) {
      var seen =
          new Seen(began, world.now(), answer.get("token") instanceof Long found ? found : token);
      switch (Bodies.type(answer)) {
        case "acquire_ok" -> {
          grants.add(seen);
          token = seen.token;
          step = 1;
        }
        case "write_ok" -> {
          writes.add(seen);
          step++;
        }
        case "read_ok" -> {
          reads.add(seen);
          step++;
        }
        case "release_ok" -> step = 0;
        default -> step = step == 0 ? 3 : step == 3 ? 3 : 0;
      }
      assertThat(seen.token).as("seed %d", seed).isGreaterThanOrEqualTo(0);
    }
  }

  @Test
  void tokens_grow_and_no_older_token_writes_after_a_newer_one() {
    int granted = 0;
    int written = 0;
    for (long seed = 0; seed < 60; seed++) {
      grants.clear();
      reads.clear();
      writes.clear();
      torment(seed);
      granted += grants.size();
      written += writes.size();
      check(seed);
    }
    assertThat(granted).as("grants").isGreaterThan(1_000);
    assertThat(written).as("writes").isGreaterThan(2_000);
  }

  private void torment(long seed) {
    var world = new World(seed, NODES, Systems.named("lock-fenced", Map.of("lease-ms", "150")));
    world.unreliable(0.02, 0.02, Duration.ofMillis(1 + world.random().nextInt(10)));
    var workers = new ArrayList<Worker>();
    for (int i = 0; i < CLIENTS; i++) {
      workers.add(new Worker(world, i));
    }
    for (int step = 0; step < 2_000; step++) {
      if (step < 1_500) {
        fault(world);
      } else if (step == 1_500) {
        heal(world);
        grants.add(new Seen(world.now(), world.now(), 0));
      }
      workers.forEach(worker -> worker.poll(seed));
      world.run(Duration.ofMillis(4));
    }
    assertThat(grants.get(grants.size() - 1).token)
        .as("seed %d: after all healed, somebody gets the lock", seed)
        .isPositive();
    grants.removeIf(grant -> grant.token == 0);
  }

  private static void fault(World world) {
    String node = "n" + (1 + world.random().nextInt(NODES));
    switch (world.random().nextInt(100)) {
      case 0 -> world.kill(node);
      case 1, 2 -> world.start(node);
      case 3 -> world.pause(node);
      case 4, 5 -> world.resume(node);
      default -> {}
    }
  }

  private static void heal(World world) {
    world.unreliable(0, 0, Duration.ofMillis(3));
    for (int node = 1; node <= NODES; node++) {
      world.resume("n" + node);
      world.start("n" + node);
    }
  }

  private void check(long seed) {
    Set<Long> tokens = new HashSet<>();
    for (Seen grant : grants) {
      assertThat(tokens.add(grant.token)).as("seed %d: %s granted twice", seed, grant).isTrue();
    }
    inOrder(seed, "grant", grants, grants, 1);
    inOrder(seed, "write", writes, writes, 0);
    inOrder(seed, "read after write", writes, reads, 0);
    inOrder(seed, "write after read", reads, writes, 0);
    inOrder(seed, "read", reads, reads, 0);
  }

  /** What began after another ended bears a token at least as great. */
  private static void inOrder(
      long seed, String what, List<Seen> earlier, List<Seen> later, int growth) {
    for (Seen one : earlier) {
      for (Seen two : later) {
        if (two.began > one.ended && two.token < one.token + growth) {
          throw new AssertionError("seed " + seed + ": " + what + ": " + two + " after " + one);
        }
      }
    }
  }
}
