package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides sources of ids: whatever the order, all that matters is that no id was seen twice. Ids
 * that nobody saw are left out, and the order of the begins is one.
 */
public final class DistinctIds implements Algorithm {

  @Override
  public String name() {
    return "distinct-ids";
  }

  @Override
  public Decision decide(Problem problem, Intervals order, Model<?> model) {
    Map<@Nullable Object, Integer> givenBy = new HashMap<>(2 * order.size());
    int[] found = new int[order.size()];
    int size = 0;
    for (int i = 0; i < order.size(); i++) {
      if (!(model.role(problem.call(i)) instanceof Role.Issue issue)) {
        return new Undecided("a call gives no id", i);
      }
      if (order.isOptional(i)) {
        continue;
      }
      Integer before = givenBy.put(issue.id(), i);
      if (before != null) {
        return twice(problem, issue.id(), before, i);
      }
      found[size++] = i;
    }
    return new Ordered(Arrays.copyOf(found, size), order.size());
  }

  private static Refuted twice(Problem problem, @Nullable Object id, int first, int second) {
    var telling = new Telling(problem);
    String because =
        "%s and %s were both given id %s"
            .formatted(telling.operation(first), telling.operation(second), id);
    return new Refuted("duplicate-id", because, new int[] {first, second}, problem.size());
  }
}
