package dev.ordeal.bench;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Large histories of a sound fenced lock with leases: many processes, overlapping, some crashed.
 */
public final class FencedHistories {
  private final Random random;
  private final double infos;
  private final int processes;

  private long granted;
  private long written;
  private Object value;

  private FencedHistories(long seed, int processes, double infos) {
    this.random = new Random(seed);
    this.processes = processes;
    this.infos = infos;
  }

  private static final class Worker {
    int process;
    long token;
    Op open;
    Op end;
    int wait;
  }

  /** A valid history with so many client operations. */
  public static History of(long seed, int processes, int operations, double infos) {
    return new FencedHistories(seed, processes, infos).history(operations);
  }

  private History history(int operations) {
    var workers = new ArrayList<Worker>();
    for (int i = 0; i < processes; i++) {
      workers.add(new Worker());
      workers.get(i).process = i;
    }
    var builder = History.builder();
    int fresh = processes;
    int begun = 0;
    for (long time = 0; begun < operations; time += 1 + random.nextInt(100_000)) {
      Worker worker = workers.get(random.nextInt(processes));
      if (worker.open == null) {
        worker.open = next(worker).withProcess(worker.process).withTime(time);
        worker.end = null;
        worker.wait = random.nextInt(3);
        builder.add(worker.open);
        begun++;
      } else if (worker.end == null) {
        worker.end = effect(worker);
      } else if (worker.wait-- <= 0) {
        Op end = worker.end.withProcess(worker.process).withTime(time);
        builder.add(end);
        worker.open = null;
        if (end.type() == Op.Type.INFO) {
          worker.process = fresh++;
          worker.token = 0;
        }
      }
    }
    return builder.build();
  }

  private Op next(Worker worker) {
    if (worker.token == 0) {
      return random.nextInt(3) == 0 ? Op.invoke("read") : Op.invoke("acquire");
    }
    return switch (random.nextInt(4)) {
      case 0 -> Op.invoke("release", Map.of("token", worker.token));
      case 1 -> Op.invoke("read");
      default -> Op.invoke("write", Map.of("token", worker.token, "value", random.nextInt(1000)));
    };
  }

  private Op effect(Worker worker) {
    Op op = worker.open;
    boolean lost = random.nextDouble() < infos;
    if (lost && random.nextBoolean()) {
      return op.info("timeout");
    }
    Op end =
        switch (op.f()) {
          case "acquire" -> {
            worker.token = ++granted;
            yield op.ok(Map.of("token", granted));
          }
          case "release" -> {
            boolean holds = worker.token == granted;
            worker.token = 0;
            yield holds ? op.ok() : op.fail("not the holder");
          }
          case "read" -> op.ok(reading());
          default -> write(worker, op);
        };
    return lost ? op.info("timeout") : end;
  }

  private Op write(Worker worker, Op op) {
    if (worker.token < written) {
      worker.token = 0;
      return op.fail("stale token");
    }
    written = worker.token;
    value = ((Map<?, ?>) op.value()).get("value");
    return op.ok();
  }

  private Map<String, Object> reading() {
    var reading = new HashMap<String, Object>();
    reading.put("token", written);
    reading.put("value", value);
    return reading;
  }

  /** The same history with one acknowledged write made stale near a position. */
  public static History spoiled(History history, int near) {
    List<Op> ops = new ArrayList<>(history.stream().toList());
    for (int i = near; i < ops.size(); i++) {
      Op op = ops.get(i);
      if (op.type() == Op.Type.OK && op.f().equals("acquire")) {
        ops.set(i, op.withValue(Map.of("token", 1L)));
        // What its process did with the token it really had is not part of the spoiled history.
        int process = op.process();
        int from = i;
        return History.of(ops).filter(o -> o.process() != process || o.index() <= from);
      }
    }
    throw new IllegalArgumentException("no acquire after " + near);
  }
}
