package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.models.Text;
import dev.ordeal.history.Op;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gets, puts and appends of texts of few keys. */
record TextWords() implements Vocabulary<Map<Object, Text>> {

  @Override
  public Op invocation(Dice dice, int process, Map<Object, Text> state) {
    String key = dice.of("a", "a", "b");
    String value = String.valueOf(dice.below(5) == 0 ? "" : dice.value());
    return switch (dice.below(4)) {
      case 0 -> Op.invoke("put", Map.of("key", key, "value", value));
      case 1 -> Op.invoke("append", Map.of("key", key, "value", value));
      default -> Op.invoke("get", Map.of("key", key));
    };
  }

  @Override
  public @Nullable Object answer(Dice dice, Map<Object, Text> state, Op invocation) {
    Object key = key(invocation);
    return invocation.f().equals("get")
        ? Map.of("key", key, "value", state.getOrDefault(key, Text.EMPTY).toString())
        : invocation.value();
  }

  @Override
  public @Nullable Object anyAnswer(Dice dice, Op invocation) {
    String text = String.valueOf(dice.someValue());
    Object value = dice.of("", text, text, text + dice.someValue());
    return dice.below(10) == 0 ? null : Map.of("key", key(invocation), "value", value);
  }

  private static Object key(Op invocation) {
    var input = (Map<?, ?>) Objects.requireNonNull(invocation.value());
    return Objects.requireNonNull(input.get("key"));
  }
}
