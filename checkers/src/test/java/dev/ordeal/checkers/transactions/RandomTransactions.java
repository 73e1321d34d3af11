package dev.ordeal.checkers.transactions;

import dev.ordeal.history.History;
import dev.ordeal.history.HistoryBuilder;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Histories of a store whose transactions happen at one moment each, or, if it is flawed, sometimes
 * not: by half, not at all, twice, or on what was there some time ago.
 */
final class RandomTransactions {
  private static final int KEYS = 2;
  private static final double RARELY = 0.15;

  private final SplittableRandom random;
  private final boolean flawed;
  private final boolean lists;
  private final List<Map<Object, Object>> states = new ArrayList<>(List.of(Map.of()));
  private long lastValue;

  private RandomTransactions(long seed, boolean lists, boolean flawed) {
    this.random = new SplittableRandom(seed);
    this.lists = lists;
    this.flawed = flawed;
  }

  static History of(long seed, int transactions, boolean lists, boolean flawed) {
    return new RandomTransactions(seed, lists, flawed).history(transactions);
  }

  private History history(int transactions) {
    var builder = History.builder();
    var open = new HashMap<Integer, List<Object>>();
    int begun = 0;
    int process = 0;
    long time = 0;
    while (begun < transactions || !open.isEmpty()) {
      time += random.nextInt(3);
      if (begun < transactions && (open.isEmpty() || open.size() < 3 && random.nextBoolean())) {
        var steps = steps();
        builder.add(op(time, process, Op.Type.INVOKE, steps));
        open.put(process++, steps);
        begun++;
        continue;
      }
      int one = List.copyOf(open.keySet()).get(random.nextInt(open.size()));
      complete(builder, time, one, open.remove(one));
    }
    return builder.build();
  }

  /** It happens in the moment in which it ends, or, if nobody sees that, perhaps. */
  private void complete(HistoryBuilder builder, long time, int process, List<Object> steps) {
    double how = random.nextDouble();
    if (how < RARELY) {
      if (flawed && random.nextDouble() < 2 * RARELY) {
        happen(steps);
      }
      builder.add(op(time, process, Op.Type.FAIL, steps));
    } else if (how < 3 * RARELY) {
      if (random.nextBoolean()) {
        happen(steps);
      }
      builder.add(op(time, process, Op.Type.INFO, steps));
    } else {
      builder.add(op(time, process, Op.Type.OK, happen(steps)));
    }
  }

  private static Op op(long time, int process, Op.Type type, List<Object> steps) {
    return new Op(Op.UNPLACED, time, process, type, "txn", steps, null);
  }

  private List<Object> steps() {
    var steps = new ArrayList<Object>();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      long key = random.nextInt(KEYS);
      boolean isRead = random.nextBoolean();
      String write = lists ? "append" : "w";
      steps.add(isRead ? Arrays.asList("r", key, null) : List.of(write, key, ++lastValue));
    }
    return steps;
  }

  private List<Object> happen(List<Object> steps) {
    boolean wrong = flawed && random.nextDouble() < 2 * RARELY;
    var now = states.get(states.size() - 1);
    var seen = new HashMap<>(wrong ? states.get(random.nextInt(states.size())) : now);
    var kept = new HashMap<>(now);
    var answer = new ArrayList<Object>();
    boolean half = flawed && random.nextDouble() < 2 * RARELY;
    for (Object one : steps) {
      var step = (List<?>) one;
      Object key = step.get(1);
      if (step.get(0).equals("r")) {
        answer.add(Arrays.asList("r", key, seen.get(key)));
        continue;
      }
      answer.add(step);
      seen.put(key, after(seen.get(key), step.get(2)));
      if (!half || random.nextBoolean()) {
        kept.put(key, wrong ? seen.get(key) : after(kept.get(key), step.get(2)));
      }
    }
    states.add(kept);
    return answer;
  }

  private Object after(@Nullable Object held, Object value) {
    if (!lists) {
      return value;
    }
    var longer = new ArrayList<Object>(held instanceof List<?> list ? list : List.of());
    longer.add(value);
    return List.copyOf(longer);
  }
}
