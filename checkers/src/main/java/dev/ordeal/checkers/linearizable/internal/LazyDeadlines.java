package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Decides permits without owners: a mutex, a semaphore. Whatever can wait, waits, and what has the
 * earliest deadline goes first (Jackson, "Scheduling a production line", 1955).
 *
 * <p>All acquires are interchangeable, and so are all releases. Nothing happens until the end of an
 * operation that did not take effect yet: it must now. If an acquire finds all permits taken, the
 * pending release that ends first goes before it; if a release finds none taken, so does an
 * acquire. If there is none to go before it, there is no order.
 *
 * <p><em>Why this is exact.</em> Take any order that is one, as moments in time. (1) Of two
 * operations of one kind that have both begun, the one that ends first may go first: else let them
 * swap moments. (2) Between two ends, moments can be moved to the later end without passing any
 * other, for whatever waits ends no earlier. So all happens at ends, as a sequence there. (3) Let
 * an acquire end at such a moment. By (1) it is the first acquire of the sequence; what stands
 * before it are releases. If a permit is free it may go first: the counts up to its old place grow
 * by one, and those were at most what they were at the start, less what was released. If none is
 * free, the first is a release, by (1) the one that ends first; after it the acquire may go next,
 * as before. The rest of the sequence can wait for the next end by (2). With both kinds exchanged
 * the same holds for releases. So what is done here agrees, step by step, with some order, if there
 * is any.
 *
 * <p>Operations that nobody saw end have no deadline: they go last, and only if they are needed.
 *
 * <p>Of a refuted history, leave out what took effect before a moment at which nothing was taken:
 * each step after it finds what it found, so what is left is refuted as well, by the same argument.
 */
public final class LazyDeadlines implements Algorithm {
  /** A longer story is cut to those that hold. */
  private static final int FEW = 16;

  @Override
  public String name() {
    return "lazy-earliest-deadline";
  }

  @Override
  public Decision decide(Problem problem, Intervals order, Model<?> model) {
    if (!(model.structure() instanceof Structure.Permits permits)) {
      return new Undecided("the model declares no permits", 0);
    }
    boolean[] isAcquire = new boolean[order.size()];
    for (int i = 0; i < isAcquire.length; i++) {
      Role role = model.role(problem.call(i));
      isAcquire[i] = role instanceof Role.Acquire;
      if (!isAcquire[i] && !(role instanceof Role.Release)) {
        return new Undecided("a call is no acquire and no release", i);
      }
    }
    return new Run(problem, order, permits, isAcquire).decide(model);
  }

  /** One decision. */
  private static final class Run {
    private final Problem problem;
    private final Intervals order;
    private final Structure.Permits permits;
    private final boolean[] isAcquire;
    private final int[] operationAt;
    private final Pending acquires;
    private final Pending releases;
    private final boolean[] placed;
    private final int[] found;
    private int size;
    private int taken;

    Run(Problem problem, Intervals order, Structure.Permits permits, boolean[] isAcquire) {
      this.problem = problem;
      this.order = order;
      this.permits = permits;
      this.isAcquire = isAcquire;
      this.operationAt = Pending.operationAt(order);
      this.acquires = new Pending(order, operationAt);
      this.releases = new Pending(order, operationAt);
      this.placed = new boolean[isAcquire.length];
      this.found = new int[isAcquire.length];
    }

    Decision decide(Model<?> model) {
      for (int rank = 0; rank < operationAt.length; rank++) {
        int operation = operationAt[rank];
        if (operation == Pending.NONE) {
          continue;
        }
        if (order.begin()[operation] == rank) {
          pending(isAcquire[operation]).add(operation);
        } else if (!placed[operation]) {
          pending(isAcquire[operation]).remove(operation);
          if (needsPartner(operation)) {
            int partner = pending(!isAcquire[operation]).take();
            if (partner == Pending.NONE) {
              return isAcquire[operation]
                  ? allTaken(model, operation)
                  : noneTaken(model, operation);
            }
            place(partner);
          }
          place(operation);
        }
      }
      return new Ordered(Arrays.copyOf(found, size), operationAt.length);
    }

    private Pending pending(boolean acquire) {
      return acquire ? acquires : releases;
    }

    private boolean needsPartner(int operation) {
      return isAcquire[operation] ? taken == permits.permits() : permits.bounded() && taken == 0;
    }

    private void place(int operation) {
      placed[operation] = true;
      found[size++] = operation;
      taken += isAcquire[operation] ? 1 : -1;
    }

    private Refuted allTaken(Model<?> model, int last) {
      int from = lastEmpty(size);
      int[] story = size - from < FEW ? Arrays.copyOfRange(found, from, size) : holders(from);
      var rule = new Illegal<>("mutual-exclusion", "all permits are taken");
      String because = "every release that began before %s ended let an earlier acquire succeed";
      return refuted(model, story, last, rule, because);
    }

    private Refuted noneTaken(Model<?> model, int last) {
      int from = size == 0 ? 0 : lastEmpty(size - 1);
      int[] story = size - from < FEW ? Arrays.copyOfRange(found, from, size) : new int[0];
      var rule = new Illegal<>("release-of-free-lock", "no permit is taken");
      String because = "every acquire that began before %s ended was released before";
      return refuted(model, story, last, rule, because);
    }

    /** The last place before one at which nothing was taken. */
    private int lastEmpty(int before) {
      int now = 0;
      int last = 0;
      for (int i = 0; i < before; i++) {
        now += isAcquire[found[i]] ? 1 : -1;
        if (now == 0) {
          last = i + 1;
        }
      }
      return last;
    }

    /** The acquires after a place that no later release ended, if the last to come goes first. */
    private int[] holders(int from) {
      int[] holders = new int[permits.permits()];
      int now = 0;
      for (int i = from; i < size; i++) {
        if (isAcquire[found[i]]) {
          holders[now++] = found[i];
        } else {
          now--;
        }
      }
      return holders;
    }

    @SuppressWarnings("unchecked")
    private <S> Refuted refuted(
        Model<S> model, int[] story, int last, Illegal<?> otherwise, String because) {
      var telling = new Telling(problem);
      var rule = telling.rule(model, story, last, (Illegal<S>) otherwise);
      int[] all = IntStream.concat(Arrays.stream(story), IntStream.of(last)).sorted().toArray();
      String sentence = because.formatted(telling.operation(last));
      return new Refuted(rule.name(), rule.because() + "; " + sentence, all, operationAt.length);
    }
  }
}
