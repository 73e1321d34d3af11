package dev.ordeal.systems.commit;

import dev.ordeal.systems.Systems;
import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Clients at work on a system whose network loses and repeats, and whose nodes stop and restart.
 */
final class Torment {
  private static final int NODES = 5;
  private static final int CLIENTS = 6;
  private static final Map<String, String> HASTY =
      Map.of("retry-ms", "15", "timeout-ms", "240", "lock-wait-ms", "60");
  private static final long GIVEN_UP = Duration.ofMillis(400).toNanos();

  private final World world;
  private final Load load;
  private final List<Worker> workers = new ArrayList<>();
  private final List<Seen> history = new ArrayList<>();

  /** What clients ask for. */
  interface Load {
    List<List<@Nullable Object>> next(RandomGenerator random);
  }

  Torment(long seed, String system, Load load) {
    this.world = new World(seed, NODES, Systems.named(system, HASTY));
    this.load = load;
    world.run(Duration.ofMillis(50));
    for (int i = 0; i < CLIENTS; i++) {
      workers.add(new Worker(i));
    }
  }

  private final class Worker {
    private final int number;
    private int life;
    private TxnClient client;
    private long pending;
    private long began;
    private int rest;
    private List<List<@Nullable Object>> ops = List.of();

    Worker(int number) {
      this.number = number;
      this.client = fresh();
    }

    private TxnClient fresh() {
      return new TxnClient(world, "c" + number + "-" + life++, "n" + (1 + number % NODES));
    }

    void poll() {
      if (rest > 0) {
        rest--;
        return;
      }
      if (pending != 0) {
        Map<String, @Nullable Object> answer = client.answer(pending).orElse(null);
        if (answer == null && world.now() - began < GIVEN_UP) {
          return;
        }
        note(answer);
      }
      began = world.now();
      ops = load.next(world.random());
      pending = client.begin(ops);
    }

    private void note(@Nullable Map<String, @Nullable Object> answer) {
      history.add(Seen.of(ops, began, world.now(), answer));
      pending = 0;
      rest = answer != null && "txn_ok".equals(answer.get("type")) ? 0 : world.random().nextInt(8);
      if (answer == null) {
        client = fresh();
      }
    }

    void stop() {
      if (pending != 0) {
        note(client.answer(pending).orElse(null));
      }
    }
  }

  World world() {
    return world;
  }

  /** What was asked for, and what came of it. */
  List<Seen> history() {
    return history;
  }

  /** Runs for so many steps of a few milliseconds with faults; then all heals. */
  void run(int steps) {
    double loss = world.random().nextInt(3) * 0.01;
    world.unreliable(loss, 0.02, Duration.ofMillis(1 + world.random().nextInt(15)));
    world.filter(this::sometimesAgainMuchLater);
    for (int step = 0; step < steps; step++) {
      fault();
      workers.forEach(Worker::poll);
      world.run(Duration.ofMillis(4));
    }
    heal();
    world.run(Duration.ofSeconds(3));
    workers.forEach(Worker::stop);
  }

  /** A copy may come when those who sent and got the first one have long been restarted. */
  private boolean sometimesAgainMuchLater(
      String from, String to, Map<String, @Nullable Object> body) {
    if (world.random().nextInt(100) == 0) {
      Duration late = Duration.ofMillis(1 + world.random().nextInt(1_500));
      world.after(late, () -> world.request(from, to, body));
    }
    return true;
  }

  private void fault() {
    String node = "n" + (1 + world.random().nextInt(NODES));
    switch (world.random().nextInt(240)) {
      case 0 -> world.kill(node);
      case 1, 2, 3, 4, 5 -> world.start(node);
      case 6 -> world.pause(node);
      case 7, 8, 9, 10, 11 -> world.resume(node);
      case 12 -> world.cut(node, "n" + (1 + world.random().nextInt(NODES)));
      case 13 -> world.mend();
      default -> {}
    }
  }

  private void heal() {
    world.unreliable(0, 0, Duration.ofMillis(3));
    world.mend();
    for (int node = 1; node <= NODES; node++) {
      world.resume("n" + node);
      world.start("n" + node);
    }
  }

  /** The transactions that any node is still in doubt about. */
  List<Object> doubts() {
    var doubts = new ArrayList<Object>();
    for (int node = 1; node <= NODES; node++) {
      doubts.addAll(new TxnClient(world, "asking-" + node, "n" + node).doubts());
    }
    return doubts;
  }

  /** What the keys hold in the end, by one transaction that must commit. */
  List<@Nullable Object> read(List<?> keys) {
    var ops = keys.stream().map(TxnClient::r).toList();
    for (int attempt = 0; attempt < 3; attempt++) {
      var client = new TxnClient(world, "reader-" + attempt, "n2");
      Map<String, @Nullable Object> answer = client.await(client.begin(ops));
      if (Bodies.type(answer).equals("txn_ok")) {
        return TxnClient.values(answer);
      }
    }
    throw new AssertionError("nobody can read after all healed");
  }
}
