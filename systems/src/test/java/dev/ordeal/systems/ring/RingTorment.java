package dev.ordeal.systems.ring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.CasRegister;
import dev.ordeal.history.History;
import dev.ordeal.history.HistoryBuilder;
import dev.ordeal.history.Op;
import dev.ordeal.systems.Systems;
import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One seeded run of a ring under loss, repetition, partitions, crashes, pauses and changes of its
 * members, with a history for each key.
 */
final class RingTorment {
  private static final int NODES = 5;
  private static final int CLIENTS = 6;
  private static final int HOT_KEYS = 4;
  private static final int COLD_KEYS = 40;
  private static final int STEPS = 1_500;
  private static final int HEALED = 1_000;
  private static final Duration STEP = Duration.ofMillis(4);

  private final long seed;
  private final World world;
  private final boolean cas;
  private final TreeMap<Long, HistoryBuilder> histories = new TreeMap<>();
  private final List<Worker> workers = new ArrayList<>();
  private final KeyClient admin;
  private int processes;
  private long lastValue;
  private int answered;
  private int unknown;
  private long changes;

  RingTorment(String system, long seed) {
    this.seed = seed;
    this.cas = system.equals("ring-atomic");
    this.world = new World(seed, NODES, Systems.named(system, options(seed)));
    this.admin = new KeyClient(world, "admin", "n1");
    for (int i = 0; i < CLIENTS; i++) {
      workers.add(new Worker("n" + (1 + i % NODES)));
    }
  }

  private static Map<String, String> options(long seed) {
    return Map.of(
        "members",
        Long.toString(3 + seed % 3),
        "timeout-ms",
        "400",
        "virtual-nodes",
        seed % 2 == 0 ? "8" : "2");
  }

  /** How many operations got an answer. */
  int answered() {
    return answered;
  }

  /** How many ended with nobody knowing how. */
  int unknown() {
    return unknown;
  }

  /** The version of the view at the end. */
  long changes() {
    return changes;
  }

  /** Runs it to its healed end. */
  RingTorment run() {
    world.unreliable(0.02, 0.02, Duration.ofMillis(1 + world.random().nextInt(10)));
    for (int step = 0; step < STEPS; step++) {
      if (step < HEALED) {
        fault();
      } else if (step == HEALED) {
        heal();
      }
      workers.forEach(Worker::poll);
      world.run(STEP);
    }
    for (int step = 0; step < HEALED && workers.stream().anyMatch(Worker::isBusy); step++) {
      workers.forEach(Worker::finish);
      world.run(STEP);
    }
    return this;
  }

  private void fault() {
    RandomGenerator random = world.random();
    String node = "n" + (1 + random.nextInt(NODES));
    switch (random.nextInt(120)) {
      case 0 -> world.kill(node);
      case 1, 2 -> world.start(node);
      case 3 -> world.pause(node);
      case 4, 5 -> world.resume(node);
      case 6, 7 -> member("join", node, random);
      case 8, 9 -> member("leave", node, random);
      case 10 -> partition(random);
      case 11, 12 -> world.mend();
      default -> {}
    }
  }

  private void member(String what, String node, RandomGenerator random) {
    var asking = new KeyClient(world, "m" + world.now(), "n" + (1 + random.nextInt(NODES)));
    asking.send("type", what, "node", node);
  }

  /** Two sides that do not hear each other; sometimes only one side is deaf. */
  private void partition(RandomGenerator random) {
    int side = 1 + random.nextInt((1 << NODES) - 2);
    boolean bothWays = random.nextBoolean();
    for (int from = 0; from < NODES; from++) {
      for (int to = 0; to < NODES; to++) {
        boolean out = (side >> from & 1) == 1 && (side >> to & 1) == 0;
        boolean in = (side >> from & 1) == 0 && (side >> to & 1) == 1;
        if (out || (bothWays && in)) {
          world.cut("n" + (from + 1), "n" + (to + 1));
        }
      }
    }
  }

  private void heal() {
    world.mend();
    world.unreliable(0, 0, Duration.ofMillis(3));
    for (int node = 1; node <= NODES; node++) {
      world.resume("n" + node);
      world.start("n" + node);
    }
  }

  /** The judgement of all keys of which anybody saw anything. */
  Verdict verdict() {
    Map<String, Verdict> parts = new TreeMap<>();
    histories.forEach(
        (key, builder) -> {
          History history = builder.build();
          if (history.clientOps().anyMatch(op -> op.type() == Op.Type.OK)) {
            parts.put("key " + key, Linearizable.of(new CasRegister()).check(history));
          }
        });
    return Verdict.compose(parts);
  }

  /** After all is healed, the view settles, and within 10 s replicas agree on every key. */
  void mustConverge() {
    admin.awaitSettled();
    for (int i = 0; i < 20 && !agree(); i++) {
      world.run(Duration.ofMillis(500));
    }
    assertThat(agree()).as("seed %d: replicas agree: %s", seed, holdings()).isTrue();
    changes = Bodies.number(admin.members(), "version");
  }

  private List<Map<String, @Nullable Object>> holdings() {
    var holdings = new ArrayList<Map<String, @Nullable Object>>();
    for (int node = 1; node <= NODES; node++) {
      holdings.add(new KeyClient(world, "h" + node + "-" + world.now(), "n" + node).holds());
    }
    return holdings;
  }

  private boolean agree() {
    Map<String, Object> values = new TreeMap<>();
    Map<String, Integer> copies = new TreeMap<>();
    Map<String, Object> roots = new TreeMap<>();
    boolean agree = true;
    int replicas = 0;
    for (Map<String, @Nullable Object> holding : holdings()) {
      replicas += Bodies.fields(holding, "entries").isEmpty() ? 0 : 1;
      for (var entry : Bodies.fields(holding, "entries").entrySet()) {
        Object before = values.putIfAbsent(entry.getKey(), String.valueOf(entry.getValue()));
        agree &= before == null || before.equals(entry.getValue());
        copies.merge(entry.getKey(), 1, Integer::sum);
      }
      for (var entry : Bodies.fields(holding, "roots").entrySet()) {
        Object before = roots.putIfAbsent(entry.getKey(), String.valueOf(entry.getValue()));
        agree &= before == null || before.equals(entry.getValue());
      }
    }
    int expected = Math.min(3, Math.max(1, replicas));
    return agree && copies.values().stream().allMatch(count -> count == expected);
  }

  /** Reads, writes, compares and sets, over and over. */
  private final class Worker {
    private final String node;
    private KeyClient client;
    private int process;
    private @Nullable Op pending;
    private long pendingId;
    private long key;
    private @Nullable Object lastSeen;

    Worker(String node) {
      this.node = node;
      this.process = processes++;
      this.client = new KeyClient(world, "c" + process, node);
    }

    boolean isBusy() {
      return pending != null;
    }

    void poll() {
      finish();
      if (pending == null) {
        ask();
      }
    }

    void finish() {
      Op op = pending;
      if (op != null) {
        Map<String, @Nullable Object> answer = client.answer(pendingId).orElse(null);
        if (answer != null) {
          answered++;
          note(completion(op, answer));
        } else if (world.now() - op.time() > Duration.ofSeconds(2).toNanos()) {
          note(op.info("no answer"));
        }
      }
    }

    private Op completion(Op op, Map<String, @Nullable Object> answer) {
      if (!"error".equals(answer.get("type"))) {
        return op.f().equals("read") ? op.ok(answer.get("value")) : op.ok();
      }
      long code = Bodies.number(answer, "code");
      if (code == 20 || code == 22) {
        return op.ok(false);
      }
      return code == 11 ? op.fail("unavailable") : op.info("code " + code);
    }

    private void note(Op completion) {
      if (completion.type() == Op.Type.OK && completion.f().equals("read")) {
        lastSeen = completion.value();
      }
      record(completion.withTime(world.now()));
      pending = null;
      if (completion.type() == Op.Type.INFO) {
        unknown++;
        process = processes++;
        client = new KeyClient(world, "c" + process, node);
      }
    }

    private void record(Op op) {
      histories.computeIfAbsent(key, which -> History.builder()).add(op);
    }

    private void ask() {
      RandomGenerator random = world.random();
      long before = key;
      key = random.nextInt(3) > 0 ? random.nextInt(HOT_KEYS) : 100 + random.nextInt(COLD_KEYS);
      if (random.nextInt(3) == 0) {
        key = before;
      }
      Op op = next(random).withProcess(process).withTime(world.now());
      record(op);
      pending = op;
      pendingId =
          switch (op.f()) {
            case "read" -> client.send("type", "read", "key", key);
            case "write" -> client.send("type", "write", "key", key, "value", op.value());
            default -> {
              var pair = (List<?>) op.value();
              yield client.send("type", "cas", "key", key, "from", pair.get(0), "to", pair.get(1));
            }
          };
    }

    private Op next(RandomGenerator random) {
      int which = random.nextInt(10);
      if (which < 4) {
        return Op.invoke("read");
      }
      return cas && which < 7 && lastSeen != null
          ? Op.invoke("cas", List.of(lastSeen, ++lastValue))
          : Op.invoke("write", ++lastValue);
    }
  }

  /** Whether a verdict says that all is well. */
  static boolean isValid(Verdict verdict) {
    return verdict.validity() == Validity.VALID;
  }
}
