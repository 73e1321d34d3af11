package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.List;

/** Each operation from a part that a draw chooses; exhausted parts have no weight. */
record Mix(List<Generator> parts, int[] weights, int total, long count) implements Generator {

  static Mix of(List<Generators.Weighted> weighted) {
    int[] weights = weighted.stream().mapToInt(Generators.Weighted::weight).toArray();
    var parts = weighted.stream().map(Generators.Weighted::generator).toList();
    return new Mix(parts, weights, sum(weights), 0);
  }

  private static int sum(int[] weights) {
    int sum = 0;
    for (int weight : weights) {
      sum = Math.addExact(sum, weight);
    }
    return sum;
  }

  @Override
  public Next next(Context context) {
    if (total == 0) {
      return Nothing.EXHAUSTED;
    }
    int at = at(Draws.below(context.draw(count), total));
    Next next = parts.get(at).next(context.salted(at));
    if (next instanceof Emit emit) {
      return new Emit(emit.op(), with(at, emit.rest(), count + 1));
    }
    return next instanceof Pending pending
        ? new Pending(pending.wake(), with(at, pending.rest(), count))
        : without(at).next(context);
  }

  private int at(int share) {
    int left = share;
    int at = 0;
    while (left >= weights[at]) {
      left -= weights[at++];
    }
    return at;
  }

  private Mix with(int at, Generator part, long newCount) {
    if (part == parts.get(at)) {
      return newCount == count ? this : new Mix(parts, weights, total, newCount);
    }
    var copy = new ArrayList<>(parts);
    copy.set(at, part);
    return new Mix(copy, weights, total, newCount);
  }

  private Mix without(int at) {
    int[] copy = weights.clone();
    copy[at] = 0;
    return new Mix(parts, copy, total - weights[at], count);
  }

  @Override
  public Generator update(Context context, Op event) {
    Mix updated = this;
    for (int i = 0; i < parts.size(); i++) {
      updated = updated.with(i, parts.get(i).update(context.salted(i), event), count);
    }
    return updated;
  }
}
