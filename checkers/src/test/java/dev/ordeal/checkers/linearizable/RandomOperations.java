package dev.ordeal.checkers.linearizable;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random small histories of a model: each operation takes effect at some moment, now and then an
 * answer is made up, an effect is lost, or the clock stands still.
 */
final class RandomOperations<S> {

  /** What a random history is made of. */
  interface Vocabulary<S> {
    /** A random invocation by a process; the state is only a hint. */
    Op invocation(Random random, int process, S state);

    /** What the model would answer to an invocation in this state. */
    @Nullable Object answer(S state, Op invocation);

    /** Something that it might answer. */
    @Nullable Object anyAnswer(Random random, Op invocation);
  }

  private static final int WORKERS = 3;

  private final Random random;
  private final Model<S> model;
  private final Vocabulary<S> vocabulary;
  private S state;
  private final int[] process = new int[WORKERS];
  private final Op[] open = new Op[WORKERS];
  private final boolean[] effected = new boolean[WORKERS];
  private final Object[] answer = new Object[WORKERS];

  RandomOperations(long seed, Model<S> model, Vocabulary<S> vocabulary) {
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.model = model;
    this.vocabulary = vocabulary;
    this.state = model.initial();
  }

  History history(int operations) {
    var builder = History.builder();
    double wild = List.of(0.0, 0.05, 0.3).get(random.nextInt(3));
    int fresh = WORKERS;
    for (int i = 0; i < WORKERS; i++) {
      process[i] = i;
    }
    long time = 0;
    int begun = 0;
    for (int step = 0; step < 60; step++) {
      int worker = random.nextInt(WORKERS);
      if (open[worker] == null) {
        if (begun++ < operations) {
          time += random.nextInt(3);
          Op op = vocabulary.invocation(random, process[worker], state);
          open[worker] = op.withProcess(process[worker]).withTime(time);
          builder.add(open[worker]);
          effected[worker] = false;
        }
      } else if (!effected[worker] && random.nextBoolean()) {
        takeEffect(worker, wild);
      } else if (random.nextInt(3) > 0) {
        time += random.nextInt(3);
        Op end = completion(worker, wild).withProcess(process[worker]).withTime(time);
        builder.add(end);
        open[worker] = null;
        if (end.type() == Type.INFO) {
          process[worker] = fresh++;
        }
      }
    }
    return builder.build();
  }

  private void takeEffect(int worker, double wild) {
    Op op = open[worker];
    answer[worker] = vocabulary.answer(state, op);
    var call = new Call(process[worker], op.f(), op.value(), true, answer[worker]);
    if (model.step(state, call) instanceof To<S> to) {
      effected[worker] = true;
      if (random.nextDouble() >= wild) {
        state = to.state();
      }
    }
  }

  private Op completion(int worker, double wild) {
    Op op = open[worker];
    if (random.nextInt(8) == 0) {
      return op.info("timeout");
    }
    if (random.nextDouble() < wild) {
      return op.ok(vocabulary.anyAnswer(random, op));
    }
    if (!effected[worker]) {
      return random.nextDouble() < wild ? op.ok() : op.fail("refused");
    }
    return op.ok(answer[worker]);
  }
}
