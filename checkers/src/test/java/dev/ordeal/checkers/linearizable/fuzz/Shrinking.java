package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/** Leaves out operations for as long as what is interesting about a history stays. */
final class Shrinking {

  private Shrinking() {}

  static History shrink(History history, Predicate<History> isInteresting) {
    History smallest = history;
    for (int chunk = Math.max(1, history.size() / 4); chunk > 0; chunk /= 2) {
      for (int from = 0; from < begins(smallest).size(); ) {
        var begins = begins(smallest);
        int to = Math.min(begins.size(), from + chunk);
        var dropped = new HashSet<>(begins.subList(from, to));
        History candidate = smallest.filter(op -> !dropped.contains(op.index()));
        if (isInteresting.test(candidate)) {
          smallest = candidate;
        } else {
          from = to;
        }
      }
    }
    return smallest;
  }

  private static List<Integer> begins(History history) {
    return history.stream().filter(op -> !op.type().completes()).map(Op::index).toList();
  }
}
