package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.models.FencedLock.State;
import dev.ordeal.history.Op;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A lock with tokens and the resource that it protects. */
record FencedWords() implements Vocabulary<State> {

  @Override
  public Op invocation(Dice dice, int process, State state) {
    long token = Math.max(dice.below(8) == 0 ? 0 : 1, state.granted() - dice.of(0, 0, 0, 1));
    return switch (dice.below(7)) {
      case 0, 1 -> Op.invoke("acquire");
      case 2 -> Op.invoke("release", Map.of("token", token));
      case 3, 4 -> Op.invoke("write", write(token, dice.value()));
      default -> Op.invoke("read");
    };
  }

  @Override
  public @Nullable Object answer(Dice dice, State state, Op invocation) {
    return switch (invocation.f()) {
      case "acquire" -> Map.of("token", state.granted() + dice.of(1, 1, 2));
      case "read" -> write(state.written(), state.value());
      default -> invocation.value();
    };
  }

  @Override
  public @Nullable Object anyAnswer(Dice dice, Op invocation) {
    return switch (invocation.f()) {
      case "acquire" -> dice.below(8) == 0 ? null : Map.of("token", 1 + dice.below(4));
      case "read" -> write(dice.below(4), dice.someValue());
      default -> invocation.value();
    };
  }

  private static Map<String, Object> write(long token, @Nullable Object value) {
    var write = new HashMap<String, Object>();
    write.put("token", token);
    write.put("value", value);
    return write;
  }
}
