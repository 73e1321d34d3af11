package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.history.Op;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads and writes of a few registers, each operation with its key. */
record StoreWords() implements Vocabulary<Map<Object, Object>> {

  @Override
  public Op invocation(Dice dice, int process, Map<Object, Object> state) {
    Object key = dice.below(3);
    return dice.chance(0.5)
        ? Op.invoke("read", Arrays.asList(key, null))
        : Op.invoke("write", Arrays.asList(key, dice.value()));
  }

  @Override
  public @Nullable Object answer(Dice dice, Map<Object, Object> state, Op invocation) {
    Object key = key(invocation);
    return invocation.f().equals("read")
        ? Arrays.asList(key, state.get(key))
        : dice.of(invocation.value(), true);
  }

  @Override
  public @Nullable Object anyAnswer(Dice dice, Op invocation) {
    Object value = dice.below(5) == 0 ? null : dice.someValue();
    return switch (dice.below(12)) {
      case 0 -> value;
      case 1 -> Arrays.asList(dice.below(3), value);
      default -> Arrays.asList(key(invocation), value);
    };
  }

  private static Object key(Op invocation) {
    return ((List<?>) Objects.requireNonNull(invocation.value())).get(0);
  }
}
