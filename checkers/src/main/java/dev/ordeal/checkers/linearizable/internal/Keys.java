package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    var keys = new Object[problem.size()];
    Arrays.parallelSetAll(keys, i -> model.key(problem.call(i)).orElse(keys));
    Map<Object, Integer> numbers = new HashMap<>();
    var names = new ArrayList<Object>();
    int[] group = new int[keys.length];
    for (int i = 0; i < group.length; i++) {
      if (keys[i] == keys) {
        return Optional.empty();
      }
      Integer known = numbers.putIfAbsent(keys[i], names.size());
      group[i] = known == null ? names.size() : known;
      if (known == null) {
        names.add(keys[i]);
      }
    }
    return Optional.of(new Keys(List.copyOf(names), problem.split(group, names.size())));
  }
}
