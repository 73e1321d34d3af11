package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link Items} of a problem, and what single values already refute: a value that is
 * taken twice, or before anybody put it.
 */
final class ItemReader {
  private final Problem problem;
  private final Intervals order;
  private final Model<?> model;
  private final ValueNumbers numbers;

  /** Per value who put it and who took it. */
  private final int[] put;

  private final int[] take;
  private final int[] empties;
  private int emptiesSize;
  private final int[] unseenTakes;
  private int unseenTakesSize;
  private final @Nullable Decision objection;

  ItemReader(Problem problem, Intervals order, Model<?> model) {
    this.problem = problem;
    this.order = order;
    this.model = model;
    numbers = new ValueNumbers(problem.size() / 2);
    put = new int[problem.size()];
    take = new int[problem.size()];
    Arrays.fill(put, Items.NOBODY);
    Arrays.fill(take, Items.NOBODY);
    empties = new int[problem.size()];
    unseenTakes = new int[problem.size()];
    objection = read();
  }

  /** Why these are no items, or no history of any collection. */
  Optional<Decision> objection() {
    return Optional.ofNullable(objection);
  }

  private @Nullable Decision read() {
    Decision twice = null;
    for (int i = 0; i < problem.size(); i++) {
      Role role = model.role(problem.call(i));
      if (role instanceof Role.Put one) {
        int value = numbers.of(one.value());
        if (put[value] != Items.NOBODY) {
          return new Undecided("a value is put twice", problem.size());
        }
        put[value] = i;
      } else if (role instanceof Role.Take && order.isOptional(i)) {
        unseenTakes[unseenTakesSize++] = i;
      } else if (role instanceof Role.Take one) {
        int value = numbers.of(one.value());
        if (take[value] != Items.NOBODY) {
          twice = takenTwice(one.value(), take[value], i);
        }
        take[value] = i;
      } else if (role instanceof Role.TakeNothing) {
        empties[emptiesSize++] = i;
      } else {
        return new Undecided("a call puts nothing and takes nothing", problem.size());
      }
    }
    return twice != null ? twice : impossibleTake();
  }

  private Refuted takenTwice(@Nullable Object value, int first, int second) {
    String because =
        "%s and %s both take %s, which is put once at most"
            .formatted(Items.who(problem, first), Items.who(problem, second), value);
    return new Refuted("taken-twice", because, new int[] {first, second}, problem.size());
  }

  private @Nullable Refuted impossibleTake() {
    for (int value = 0; value < numbers.size(); value++) {
      int taken = take[value];
      if (taken != Items.NOBODY && put[value] == Items.NOBODY) {
        String because = Items.who(problem, taken) + " takes a value that nobody put";
        return new Refuted("unknown-value", because, new int[] {taken}, problem.size());
      }
      if (taken != Items.NOBODY && order.precedes(taken, put[value])) {
        String because =
            "%s takes a value before %s, which puts it, begins"
                .formatted(Items.who(problem, taken), Items.who(problem, put[value]));
        int[] both = IntStream.of(taken, put[value]).sorted().toArray();
        return new Refuted("unknown-value", because, both, problem.size());
      }
    }
    return null;
  }

  /** The items; to be asked for only if there is no {@link #objection}. */
  Items items() {
    int[] values =
        IntStream.range(0, numbers.size())
            .filter(i -> take[i] != Items.NOBODY || !order.isOptional(put[i]))
            .toArray();
    return new Items(
        problem,
        order,
        model,
        Arrays.stream(values).map(i -> put[i]).toArray(),
        Arrays.stream(values).map(i -> take[i]).toArray(),
        Arrays.copyOf(empties, emptiesSize),
        Arrays.copyOf(unseenTakes, unseenTakesSize));
  }
}
