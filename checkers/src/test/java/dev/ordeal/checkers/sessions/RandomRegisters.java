package dev.ordeal.checkers.sessions;

import dev.ordeal.history.History;
import dev.ordeal.history.HistoryBuilder;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random small histories of registers with unique values, by a seed: some answers are what a
 * register would say, some what a lagging replica would, or a cache of each session that only goes
 * forward; some are made up; with infos, fails and open operations.
 */
final class RandomRegisters {
  private final Random random;
  private final HistoryBuilder history = History.builder();
  private final int keys;
  private final int[] process;
  private final Op[] open;
  private final List<List<Object>> written = new ArrayList<>();
  private final double wild;
  private final int lag;
  private final boolean isCached;
  private final int[][] caches;
  private int fresh;
  private int values;

  private RandomRegisters(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    keys = 1 + random.nextInt(2);
    int workers = 2 + random.nextInt(2);
    process = new int[workers];
    open = new Op[workers];
    Arrays.setAll(process, i -> fresh++);
    for (int key = 0; key < keys; key++) {
      written.add(new ArrayList<>(Arrays.asList((Object) null)));
    }
    wild = List.of(0.0, 0.0, 0.1, 1.0).get(random.nextInt(4));
    lag = 1 + random.nextInt(3);
    isCached = random.nextBoolean();
    caches = new int[workers][keys];
  }

  /** A history of about this many operations, values being [key value]. */
  static History of(long seed, int operations) {
    var registers = new RandomRegisters(seed);
    for (int begun = 0; begun < operations; ) {
      int worker = registers.random.nextInt(registers.process.length);
      if (registers.open[worker] == null) {
        registers.begin(worker);
        begun++;
      } else {
        registers.end(worker);
      }
    }
    for (int worker = 0; worker < registers.process.length; worker++) {
      if (registers.open[worker] != null && registers.random.nextInt(8) > 0) {
        registers.end(worker);
      }
    }
    return registers.history.build();
  }

  private void begin(int worker) {
    int key = random.nextInt(keys);
    Op op =
        random.nextInt(5) < 2
            ? Op.invoke("write", pair(key, ++values))
            : Op.invoke("read", pair(key, null));
    open[worker] = op.withProcess(process[worker]).withTime(history.size());
    history.add(open[worker]);
  }

  private void end(int worker) {
    Op op = open[worker];
    int key = ((Long) ((List<?>) op.value()).get(0)).intValue();
    Object value = ((List<?>) op.value()).get(1);
    int luck = random.nextInt(24);
    Op end = luck == 0 ? op.fail("refused") : luck == 1 ? op.info("timeout") : op.ok();
    if (op.f().equals("write") && luck != 0 && (luck != 1 || random.nextBoolean())) {
      written.get(key).add(value);
      caches[worker][key] = written.get(key).size() - 1;
    } else if (end.type() == Type.OK && op.f().equals("read")) {
      end = op.ok(pair(key, answer(worker, key)));
    }
    history.add(end.withProcess(process[worker]).withTime(history.size()));
    open[worker] = null;
    if (end.type() == Type.INFO) {
      process[worker] = fresh++;
    }
  }

  private @Nullable Object answer(int worker, int key) {
    var versions = written.get(key);
    if (random.nextDouble() < wild) {
      int any = random.nextInt(values + 1);
      return any == 0 ? null : (Object) (long) any;
    }
    if (!isCached) {
      return versions.get(Math.max(0, versions.size() - 1 - random.nextInt(lag)));
    }
    int known = caches[worker][key];
    caches[worker][key] = known + random.nextInt(versions.size() - known);
    return versions.get(caches[worker][key]);
  }

  private static List<@Nullable Object> pair(int key, @Nullable Object value) {
    return Arrays.asList((long) key, value);
  }
}
