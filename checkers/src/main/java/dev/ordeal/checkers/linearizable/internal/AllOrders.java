package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.Model.Step;
import dev.ordeal.checkers.Model.To;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tries every order of a few operations, and remembers what the furthest attempts could not place.
 *
 * <p>Wing and Gong's search (1993) with Lowe's memo (2017), on bits and without the hints that hold
 * only for operations that nobody saw end. What is legal now and changes nothing is placed at once:
 * whatever order there is, that operation can be moved to here.
 */
final class AllOrders<S> {

  /** What was found out. */
  enum Outcome {
    ORDERED,
    IMPOSSIBLE,
    /** The budget was spent. */
    UNKNOWN
  }

  /** What one of the furthest attempts could not place, and the rule that it would break. */
  record Blocked<S>(int number, Illegal<S> rule) {}

  private record Configuration<S>(long placed, S state) {}

  private final Few<S> few;
  private final long budget;
  private final String preferred;
  private final Set<Configuration<S>> seen = new HashSet<>();
  private long steps;
  private int furthest = -1;
  private @Nullable Blocked<S> blocked;

  /** A search that tells, among equals, of the rule whose anomaly has the preferred name. */
  AllOrders(Few<S> few, long budget, String preferred) {
    this.few = few;
    this.budget = budget;
    this.preferred = preferred;
  }

  Outcome run() {
    if (extend(0, few.initial())) {
      return Outcome.ORDERED;
    }
    return steps > budget ? Outcome.UNKNOWN : Outcome.IMPOSSIBLE;
  }

  private boolean extend(long placed, S state) {
    if ((few.required() & ~placed) == 0) {
      return true;
    }
    long next = few.next(placed);
    for (int i = first(next, 0); i < few.size(); i = first(next, i + 1)) {
      if (few.isPure(i) && few.isRequired(i) && isFree(state, i)) {
        return extend(placed | 1L << i, state);
      }
    }
    if (!seen.add(new Configuration<>(placed, state))) {
      return false;
    }
    for (int i = first(next, 0); i < few.size() && steps <= budget; i = first(next, i + 1)) {
      Step<S> step = step(state, i);
      if (step instanceof To<S> to
          && (few.isRequired(i) || !Objects.equals(to.state(), state))
          && extend(placed | 1L << i, to.state())) {
        return true;
      } else if (step instanceof Illegal<S> illegal && few.isRequired(i)) {
        note(Long.bitCount(placed & few.required()), new Blocked<>(i, illegal));
      }
    }
    return false;
  }

  /** Whether an operation can be placed here at no cost. */
  private boolean isFree(S state, int number) {
    return step(state, number) instanceof To<S> to && Objects.equals(to.state(), state);
  }

  private Step<S> step(S state, int number) {
    steps++;
    return few.step(state, number);
  }

  private static int first(long set, int from) {
    return from + Long.numberOfTrailingZeros(set >>> from);
  }

  private void note(int depth, Blocked<S> found) {
    if (depth > furthest || depth == furthest && tellsMore(found)) {
      furthest = depth;
      blocked = found;
    }
  }

  /** Whether it is the story asked for; among such, what has to be placed first tells more. */
  private boolean tellsMore(Blocked<S> found) {
    Blocked<S> known = Objects.requireNonNull(blocked);
    boolean isPreferred = found.rule().name().equals(preferred);
    return isPreferred == known.rule().name().equals(preferred)
        ? few.end(found.number()) < few.end(known.number())
        : isPreferred;
  }

  long steps() {
    return steps;
  }

  /** What one of the furthest attempts could not place; null if every attempt placed all. */
  @Nullable Blocked<S> blocked() {
    return blocked;
  }
}
