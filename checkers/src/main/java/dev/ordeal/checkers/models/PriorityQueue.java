package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A priority queue: {@code insert v} adds an integer or a string, {@code poll} takes the smallest
 * and answers it, or null if there is none. Integers come before strings.
 */
public final class PriorityQueue implements Model<SortedBag> {
  private static final Comparator<Object> SMALLEST_FIRST = PriorityQueue::compare;

  private static int compare(Object one, Object two) {
    if (one instanceof Long first) {
      return two instanceof Long second ? Long.compare(first, second) : -1;
    }
    return two instanceof Long ? 1 : ((String) one).compareTo((String) two);
  }

  private static boolean isOrdered(@Nullable Object value) {
    return value instanceof Long || value instanceof String;
  }

  @Override
  public String name() {
    return "priority-queue";
  }

  @Override
  public SortedBag initial() {
    return SortedBag.empty(SMALLEST_FIRST);
  }

  @Override
  public boolean knows(String f) {
    return f.equals("insert") || f.equals("poll");
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public boolean isPure(Call call) {
    return call.f().equals("poll") && call.seen() && call.output() == null;
  }

  @Override
  public Structure structure() {
    return new Structure.PriorityQueue(SMALLEST_FIRST);
  }

  @Override
  public Role role(Call call) {
    return switch (call.f()) {
      case "insert" -> isOrdered(call.input()) ? new Role.Put(call.input()) : Role.OTHER;
      case "poll" -> isPure(call) ? Role.TAKE_NOTHING : new Role.Take(call.output());
      default -> Role.OTHER;
    };
  }

  @Override
  public Step<SortedBag> step(SortedBag values, Call call) {
    return switch (call.f()) {
      case "insert" ->
          call.input() != null && isOrdered(call.input())
              ? Step.to(values.with(call.input()))
              : Step.illegal("what is inserted is no integer and no string: " + call.input());
      case "poll" -> poll(values, call);
      default -> Step.illegal("a priority queue has no " + call.f());
    };
  }

  private static Step<SortedBag> poll(SortedBag values, Call call) {
    if (values.isEmpty()) {
      return call.seen() && call.output() != null
          ? Step.illegal("unknown-value", call.output() + " is polled from an empty priority queue")
          : Step.to(values);
    }
    Object first = values.first();
    if (!call.seen() || first.equals(call.output())) {
      return Step.to(values.withoutFirst());
    }
    return call.output() == null
        ? Step.illegal("false-empty", "a priority queue is found empty while it holds " + first)
        : Step.illegal(
            "out-of-order", call.output() + " is polled while " + first + " is the smallest");
  }
}
