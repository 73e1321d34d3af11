package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Decides locks that only their holder releases, by when they were certainly held: the zones of
 * Gibbons and Korach ("Testing shared memories", 1997), whose clusters are sessions here.
 *
 * <p>A session is an acquire and the next release of the same process; nothing else can release it,
 * so its process acquires once more only after it, and a release without an acquire is refuted. The
 * lock is held for certain from the end of the acquire to the begin of the release, which comes
 * later, for a process does one thing at a time: this is the session's zone. Sessions do not
 * overlap, so their zones do not, and their order is that of their zones. (Where acquire and
 * release touch, the session covers the instant at which they do. Several that touch themselves at
 * one instant can all run in it, in any order.) So there is but one order, and {@link
 * EarliestPoints} tell whether it is one.
 *
 * <p>An acquire that nobody saw end is the last of its process, so nobody could release it: it is
 * left out. A release that nobody saw end belongs to its session if there is one, and else did
 * nothing. A session without a release lasts for ever, and so comes last.
 */
public final class HoldingZones implements Algorithm {
  private static final int NONE = -1;

  @Override
  public String name() {
    return "holding-zones";
  }

  @Override
  public Decision decide(Problem problem, Intervals order, Model<?> model) {
    return new Run(problem, order, model).decide();
  }

  /** One decision. */
  private static final class Run {
    private final Problem problem;
    private final Intervals order;
    private final Model<?> model;
    private final Telling telling;

    /** Per acquire its release, or {@link #NONE}. */
    private final int[] release;

    /** Per rank at which a zone begins its acquire, or {@link #NONE}. */
    private final int[] zoneAt;

    Run(Problem problem, Intervals order, Model<?> model) {
      this.model = model;
      this.problem = problem;
      this.order = order;
      this.telling = new Telling(problem);
      this.release = new int[order.size()];
      this.zoneAt = new int[2 * order.size()];
      Arrays.fill(release, NONE);
      Arrays.fill(zoneAt, NONE);
    }

    Decision decide() {
      Map<Integer, Integer> open = new HashMap<>();
      Refuted unheld = null;
      for (int i = 0; i < order.size(); i++) {
        Role role = model.role(problem.call(i));
        int process = problem.history().process(problem.invocation(i));
        if (role instanceof Role.Acquire) {
          Integer held = order.isOptional(i) ? null : open.put(process, i);
          if (held != null) {
            return twice(held, i);
          }
        } else if (role instanceof Role.Release) {
          Integer held = open.remove(process);
          if (held != null) {
            release[held] = i;
            zoneAt[Math.min(order.end()[held], order.begin()[i])] = held;
          } else if (!order.isOptional(i) && unheld == null) {
            unheld = unheld(i);
          }
        } else {
          return new Undecided("a call is no acquire and no release", i);
        }
      }
      open.values().forEach(acquire -> zoneAt[order.end()[acquire]] = acquire);
      Decision others = inOrderOfZones();
      // That two hold at once tells more than that somebody releases what it does not hold.
      return unheld == null || others instanceof Refuted ? others : unheld;
    }

    private Decision inOrderOfZones() {
      int[] found = new int[order.size()];
      int size = 0;
      int begin = NONE;
      int latest = NONE;
      for (int acquire : zoneAt) {
        if (acquire == NONE) {
          continue;
        }
        int end = release[acquire];
        int firstEnd = order.end()[acquire];
        int lastBegin = end == NONE ? Intervals.NEVER : order.begin()[end];
        if (end != NONE) {
          firstEnd = Math.min(firstEnd, order.end()[end]);
        }
        if (firstEnd < begin) {
          return overlap(latest, acquire);
        }
        lastBegin = Math.max(lastBegin, order.begin()[acquire]);
        if (lastBegin > begin) {
          begin = lastBegin;
          latest = acquire;
        }
        found[size++] = acquire;
        if (end != NONE) {
          found[size++] = end;
        }
      }
      return new Ordered(Arrays.copyOf(found, size), order.size());
    }

    private Refuted overlap(int first, int second) {
      boolean isForEver = release[first] == NONE;
      Telling times =
          isForEver ? telling.apart(first, second) : telling.apart(first, second, release[first]);
      String until = isForEver ? "on and never released it" : "to " + times.begin(release[first]);
      String detail =
          "%s held it for certain from %s %s, and %s had got it by %s"
              .formatted(
                  telling.process(first),
                  times.end(first),
                  until,
                  telling.process(second),
                  times.end(second));
      return refuted(detail, first, second, first, release[first], second);
    }

    private Refuted twice(int first, int second) {
      return refuted("it did not release in between", first, second, first, second);
    }

    private Refuted unheld(int of) {
      return refuted(telling.operation(of) + " ends no acquire of its own process", NONE, of, of);
    }

    private Refuted refuted(String detail, int holder, int blocked, int... operations) {
      int[] before = holder == NONE ? new int[0] : new int[] {holder};
      return refuted(model, detail, before, blocked, operations);
    }

    private <S> Refuted refuted(
        Model<S> of, String detail, int[] before, int blocked, int[] operations) {
      Illegal<S> otherwise = new Illegal<>("mutual-exclusion", "the lock is held by another");
      var rule = telling.rule(of, before, blocked, otherwise);
      int[] some = IntStream.of(operations).filter(i -> i != NONE).sorted().toArray();
      return new Refuted(rule.name(), rule.because() + "; " + detail, some, order.size());
    }
  }
}
