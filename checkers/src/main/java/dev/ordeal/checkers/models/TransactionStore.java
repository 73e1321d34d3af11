package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A store whose transactions happen all at once: {@code txn [[f k v] ...]}, one step after the
 * other. A step is {@code [r k nil]}, answered with what key k holds, {@code [w k v]}, {@code
 * [append k v]} to a list, or {@code [add k n]} to a number that never goes below 0. What was never
 * written is nil, which counts as 0, and is read as nil or as an empty list.
 *
 * <p>Linearizability with regard to it is strict serializability. The state is what every key
 * holds, but for nil.
 */
public final class TransactionStore implements Model<Map<Object, Object>> {
  private static final int STEP_LENGTH = 3;

  @Override
  public String name() {
    return "transaction-store";
  }

  @Override
  public Map<Object, Object> initial() {
    return Map.of();
  }

  @Override
  public boolean knows(String f) {
    return f.equals("txn");
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public boolean isPure(Call call) {
    return call.input() instanceof List<?> steps
        && steps.stream().allMatch(step -> step instanceof List<?> l && "r".equals(l.get(0)));
  }

  @Override
  public Step<Map<Object, Object>> step(Map<Object, Object> held, Call call) {
    if (!(call.input() instanceof List<?> asked)) {
      return Step.illegal("a transaction is no list of [f key value]: " + call.input());
    }
    if (call.seen() && !(call.output() instanceof List<?> all && all.size() == asked.size())) {
      return Step.illegal("the answer has not the steps of the transaction: " + call.output());
    }
    var next = new HashMap<>(held);
    for (int i = 0; i < asked.size(); i++) {
      Object answer = call.output() instanceof List<?> all ? all.get(i) : null;
      String wrong = wrong(next, asked.get(i), call.seen(), answer);
      if (wrong != null) {
        return Step.illegal(wrong);
      }
    }
    return Step.to(next.equals(held) ? held : Collections.unmodifiableMap(next));
  }

  /** Does one step; what is wrong with it, if anything is. */
  private static @Nullable String wrong(
      Map<Object, Object> store, @Nullable Object step, boolean seen, @Nullable Object answer) {
    if (!(step instanceof List<?> parts) || parts.size() != STEP_LENGTH || parts.get(1) == null) {
      return "a step is not [f key value]: " + step;
    }
    Object key = Objects.requireNonNull(parts.get(1));
    Object value = parts.get(2);
    Object held = store.get(key);
    return switch (String.valueOf(parts.get(0))) {
      case "r" -> seen ? misread(key, held, answer) : null;
      case "w" -> put(store, key, value);
      case "append" -> append(store, key, held, value);
      case "add" -> add(store, key, held, value);
      default -> "a transaction has no step " + parts.get(0);
    };
  }

  private static @Nullable String misread(
      Object key, @Nullable Object held, @Nullable Object answer) {
    if (!(answer instanceof List<?> parts)
        || parts.size() != STEP_LENGTH
        || !key.equals(parts.get(1))) {
      return "a read of key " + key + " answers " + answer;
    }
    boolean isEmptyList = held == null && List.of().equals(parts.get(2));
    return isEmptyList || Objects.equals(held, parts.get(2))
        ? null
        : "%s is read of key %s while it holds %s".formatted(parts.get(2), key, held);
  }

  private static @Nullable String put(
      Map<Object, Object> store, Object key, @Nullable Object value) {
    if (value == null) {
      store.remove(key);
    } else {
      store.put(key, value);
    }
    return null;
  }

  private static @Nullable String append(
      Map<Object, Object> store, Object key, @Nullable Object held, @Nullable Object value) {
    if (held != null && !(held instanceof List<?>)) {
      return "key " + key + " holds no list to append to: " + held;
    }
    var longer = new ArrayList<@Nullable Object>(held instanceof List<?> list ? list : List.of());
    longer.add(value);
    store.put(key, Collections.unmodifiableList(longer));
    return null;
  }

  private static @Nullable String add(
      Map<Object, Object> store, Object key, @Nullable Object held, @Nullable Object value) {
    if (!(value instanceof Long more) || held != null && !(held instanceof Long)) {
      return value + " cannot be added to what key " + key + " holds: " + held;
    }
    long sum = more + (held instanceof Long number ? number : 0L);
    if (sum < 0) {
      return "key %s would go below zero, to %d".formatted(key, sum);
    }
    store.put(key, sum);
    return null;
  }
}
