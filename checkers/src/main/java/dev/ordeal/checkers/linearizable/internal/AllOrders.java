package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model.Illegal;
import org.jspecify.annotations.Nullable;

/**
 * Tries every order of a few operations, and remembers what the furthest attempts could not place.
 *
 * <p>Wing and Gong's search (1993) with Lowe's memo (2017), on bits and without the hints that hold
 * only for operations that nobody saw end. Some operations are in their own time, some have to
 * happen at whatever time, some are let go: they may happen at any time, or never.
 *
 * <ul>
 *   <li>What is legal now and changes nothing is placed at once: whatever order there is, that
 *       operation can be moved to here.
 *   <li>Of two calls of one kind the one that more has to wait for goes first: swap them in any
 *       order, and it still is one.
 *   <li>What need not happen is tried last, and of two attempts that differ in nothing else the one
 *       that has placed less of it can do all that the other can: see {@link Visited}.
 * </ul>
 *
 * <p>Where that takes long, it is tried again with what the model declares: see {@link Hints}.
 */
final class AllOrders<S> {
  /** A step that the model takes costs as much as so many that are known already. */
  private static final int STEPS_OF_MODEL = 10;

  /** So many steps are tried without any hint. */
  private static final int PLAIN_STEPS = 2_000;

  /** So many where that was too few once. */
  private static final int FEWER_PLAIN_STEPS = 50;

  /** What was found out. */
  enum Outcome {
    ORDERED,
    IMPOSSIBLE,
    /** The budget was spent. */
    UNKNOWN
  }

  /** What one of the furthest attempts could not place, and the rule that it would break. */
  record Blocked<S>(int number, Illegal<S> rule) {}

  /** How many steps are left for all questions, and how many one of them may cost. */
  static final class Budget {
    private final long each;

    /** How many steps a question gets without hints: once that was too few, it mostly is again. */
    private int plainSteps = PLAIN_STEPS;

    long left;

    Budget(long each, long left) {
      this.each = each;
      this.left = left;
    }

    boolean isSpent() {
      return left <= 0;
    }
  }

  private final Few<S> few;
  private final Effects<S> effects;
  private final Budget budget;
  private final String preferred;
  private final int[] kinds;
  private final Hints<S> hints;
  private final long pure;
  private final Visited visited = new Visited();

  /** Per operation the others of its kind, and those of them that go first now. */
  private final long[] alike;

  private final long[] twins;

  /** The operations in their own time, all, and those that have to be placed. */
  private long timed;

  private long all;
  private long required;

  private long stepsLeft;
  private boolean isHinted;
  private int furthest;
  private int blockedNumber;
  private @Nullable Illegal<S> blockedRule;

  /** A search that tells, among equals, of the rule whose anomaly has the preferred name. */
  AllOrders(Few<S> few, Effects<S> effects, Budget budget, String preferred) {
    this.few = few;
    this.effects = effects;
    this.budget = budget;
    this.preferred = preferred;
    kinds = new int[few.size()];
    twins = new long[few.size()];
    alike = new long[few.size()];
    long changesNothing = 0;
    for (int i = 0; i < kinds.length; i++) {
      changesNothing |= few.isPure(i) ? 1L << i : 0;
      kinds[i] = effects.kind(few.call(i));
      for (int j = 0; j < i; j++) {
        alike[i] |= kinds[i] == kinds[j] ? 1L << j : 0;
        alike[j] |= kinds[i] == kinds[j] ? 1L << i : 0;
      }
    }
    pure = changesNothing;
    hints = new Hints<>(few, effects, kinds);
  }

  Few<S> few() {
    return few;
  }

  /** The kind of call that an operation is; see {@link Effects}. */
  int kind(int number) {
    return kinds[number];
  }

  /** Whether there is an order of operations in their own time, while others are let go. */
  Outcome of(long inTime, long letGo) {
    return of(inTime, 0, letGo);
  }

  /** The same, where some more have to happen, but at whatever time. */
  Outcome of(long inTime, long timeless, long letGo) {
    timed = inTime;
    all = inTime | timeless | letGo;
    required = (inTime | timeless) & few.required();
    hints.ask(timed, all, required);
    findTwins();
    Outcome plain = search(false, budget.plainSteps);
    if (plain != Outcome.UNKNOWN) {
      return plain;
    }
    budget.plainSteps = FEWER_PLAIN_STEPS;
    return search(true, budget.each);
  }

  /** The same without any hint. */
  Outcome ofPlain(long inTime, long letGo) {
    timed = inTime;
    all = inTime | letGo;
    required = inTime & few.required();
    findTwins();
    return search(false, budget.each);
  }

  private Outcome search(boolean withHints, long most) {
    isHinted = withHints;
    furthest = -1;
    blockedRule = null;
    long given = Math.min(most, budget.left);
    stepsLeft = given;
    if (given <= 0) {
      return Outcome.UNKNOWN;
    }
    visited.clear();
    boolean isOrdered = extend(0, Effects.INITIAL);
    budget.left -= given - stepsLeft + few.size();
    return isOrdered ? Outcome.ORDERED : stepsLeft < 0 ? Outcome.UNKNOWN : Outcome.IMPOSSIBLE;
  }

  private void findTwins() {
    for (long left = all; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      twins[i] = 0;
      for (long others = all & alike[i]; others != 0; others &= others - 1) {
        int j = Long.numberOfTrailingZeros(others);
        twins[i] |= goesFirst(j, i) ? 1L << j : 0;
      }
    }
  }

  private boolean goesFirst(int one, int other) {
    if (isRequired(one) != isRequired(other)) {
      return isRequired(one);
    }
    long after = after(one);
    long otherAfter = after(other);
    return (otherAfter & ~after) == 0 && (after != otherAfter || one < other);
  }

  private long after(int number) {
    return (timed >>> number & 1) == 0 ? 0 : few.after(number) & timed;
  }

  private boolean isRequired(int number) {
    return (required >>> number & 1) != 0;
  }

  private boolean extend(long placed, int state) {
    if ((required & ~placed) == 0) {
      return true;
    }
    long next = next(placed);
    if (state == Hints.UNSEEN) {
      return extendByBlind(next, placed, state);
    }
    for (long left = next & required; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      if (few.isPure(i) && step(state, i) == state) {
        return extend(placed | 1L << i, state);
      }
    }
    if (isHinted) {
      int known = effects.size();
      stepsLeft -= hints.look(placed, state);
      stepsLeft -= (effects.size() - known) * (STEPS_OF_MODEL - 1L);
      if (hints.lost() >= 0) {
        note(placed, hints.lost(), hints.lostStep());
        return false;
      }
      if (hints.isUnseen()) {
        return hints.isDone(placed) || extendByBlind(next, placed, Hints.UNSEEN);
      }
    }
    return extendInTurn(next, placed, state);
  }

  private boolean extendByBlind(long next, long placed, int state) {
    return extendInTurn(next & ~pure, placed, state);
  }

  private boolean extendInTurn(long next, long placed, int state) {
    if (!visited.add(placed & required, placed & ~required, state)) {
      return false;
    }
    long first = first(next);
    return extendByAny(first & required, placed, state)
        || extendByAny(first & ~required, placed, state);
  }

  private boolean extendByAny(long some, long placed, int state) {
    for (long left = some; left != 0 && stepsLeft >= 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      int to = step(state, i);
      if (to < 0) {
        note(placed, i, to);
      } else if ((isRequired(i) || to != state) && extend(placed | 1L << i, to)) {
        return true;
      }
    }
    return false;
  }

  /** Those of which none of the same kind goes first. */
  private long first(long next) {
    long first = next;
    for (long left = next; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      first &= (twins[i] & next) == 0 ? -1 : ~(1L << i);
    }
    return first;
  }

  /** What may come next as far as time goes. */
  private long next(long placed) {
    long next = 0;
    long waiting = timed & ~placed;
    for (long left = all & ~placed; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      boolean isFree = (timed >>> i & 1) == 0;
      next |= isFree || (few.before(i) & waiting) == 0 ? 1L << i : 0;
    }
    return next;
  }

  private int step(int state, int number) {
    if (state == Hints.UNSEEN) {
      stepsLeft--;
      return hints.stepUnseen(number);
    }
    int known = effects.size();
    int to = effects.step(state, kinds[number]);
    stepsLeft -= effects.size() == known ? 1 : STEPS_OF_MODEL;
    return to;
  }

  private void note(long placed, int number, int step) {
    if (!isRequired(number)) {
      return;
    }
    int depth = Long.bitCount(placed & required);
    Illegal<S> rule = effects.rule(step);
    if (depth > furthest || depth == furthest && tellsMore(number, rule)) {
      furthest = depth;
      blockedNumber = number;
      blockedRule = rule;
    }
  }

  /** Whether it is the story asked for; among such, what has to be placed first tells more. */
  private boolean tellsMore(int number, Illegal<S> rule) {
    boolean isPreferred = rule.name().equals(preferred);
    boolean wasPreferred = blockedRule != null && blockedRule.name().equals(preferred);
    return isPreferred == wasPreferred ? few.end(number) < few.end(blockedNumber) : isPreferred;
  }

  /** What one of the furthest attempts could not place; null if every attempt placed all. */
  @Nullable Blocked<S> blocked() {
    return blockedRule == null ? null : new Blocked<>(blockedNumber, blockedRule);
  }
}
