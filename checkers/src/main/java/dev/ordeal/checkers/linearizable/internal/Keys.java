package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The independent objects that the operations of a problem go to: a history is linearizable if and
 * only if the part of each object is (Herlihy and Wing, 1990, theorem 1).
 *
 * @param names the key of each object
 * @param parts the operations of each object
 */
public record Keys(List<Object> names, Problem[] parts) {

  /** The objects of a problem; empty if some operation names none. */
  public static Optional<Keys> of(Problem problem, Model<?> model) {
    if (problem.size() == 0 || model.key(problem.call(0)).isEmpty()) {
      return Optional.empty();
    }
    var keys = new Values(problem.size());
    var accesses = new Accesses(problem.size());
    boolean allHaveOne =
        IntStream.range(0, problem.size())
            .parallel()
            .allMatch(i -> decode(problem, model, i, keys, accesses));
    return allHaveOne ? Optional.of(of(problem, keys, accesses)) : Optional.empty();
  }

  /**
   * The operations of one key lie far apart in a history: all that is asked of a call is asked at
   * once.
   */
  private static boolean decode(
      Problem problem, Model<?> model, int operation, Values keys, Accesses accesses) {
    var call = problem.call(operation);
    var key = model.key(call);
    key.ifPresent(one -> keys.set(operation, one));
    if (!accesses.isForeign()) {
      accesses.set(operation, model.role(call), problem.isOptional(operation));
    }
    return key.isPresent();
  }

  private static Keys of(Problem problem, Values keys, Accesses accesses) {
    var numbers = new ValueNumbers(1);
    var names = new ArrayList<Object>();
    int[] group = new int[problem.size()];
    for (int i = 0; i < group.length; i++) {
      group[i] = keys.number(i, numbers);
      if (group[i] == names.size()) {
        names.add(Objects.requireNonNull(keys.get(i)));
      }
    }
    return new Keys(List.copyOf(names), problem.split(group, names.size(), accesses));
  }
}
