package dev.ordeal.workloads;

import static dev.ordeal.harness.generator.Generators.sequence;
import static dev.ordeal.harness.generator.Generators.sleep;

import dev.ordeal.checkers.store.Convergence;
import dev.ordeal.harness.generator.Context;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks all nodes what they hold, round after round, until all answer and agree, or the rounds are
 * over.
 *
 * @param fresh one round
 * @param left how many rounds may follow this one
 * @param round what is left of this one
 * @param answers its answers
 * @param failed whether somebody did not answer in it
 */
record UntilConverged(Generator fresh, int left, Generator round, List<Op> answers, boolean failed)
    implements Generator {
  private static final int ROUNDS = 20;
  private static final Duration PAUSE = Duration.ofMillis(500);

  static UntilConverged asking(Generator all) {
    return new UntilConverged(all, ROUNDS, all, List.of(), false);
  }

  @Override
  public Next next(Context context) {
    Next next = round.next(context.salted(left));
    if (next instanceof Emit emit) {
      return new Emit(emit.op(), with(emit.rest()));
    }
    if (next instanceof Pending pending) {
      return new Pending(pending.wake(), with(pending.rest()));
    }
    boolean isOver = left == 0 || !failed && Convergence.isReached(answers);
    return isOver
        ? next
        : new UntilConverged(
                fresh, left - 1, sequence(sleep(PAUSE), fresh.synchronize()), List.of(), false)
            .next(context);
  }

  private UntilConverged with(Generator rest) {
    return new UntilConverged(fresh, left, rest, answers, failed);
  }

  @Override
  public Generator update(Context context, Op event) {
    Generator rest = round.update(context.salted(left), event);
    if (!event.type().completes() || !event.f().equals("holds")) {
      return with(rest);
    }
    var more = new ArrayList<>(answers);
    more.add(event);
    boolean isFailed = failed || event.type() != Type.OK;
    return new UntilConverged(fresh, left, rest, List.copyOf(more), isFailed);
  }
}
