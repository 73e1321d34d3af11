package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.history.Op;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes of a register, and compare-and-set with and without an answer.
 *
 * @param cas how many of ten operations compare and set
 */
record RegisterWords(int cas) implements Vocabulary<Optional<Object>> {

  @Override
  public Op invocation(Dice dice, int process, Optional<Object> state) {
    if (dice.below(10) < cas) {
      Object from = dice.chance(0.7) ? state.orElse(null) : dice.someValue();
      return Op.invoke("cas", Arrays.asList(from, dice.value()));
    }
    return dice.chance(0.55) ? Op.invoke("read") : Op.invoke("write", dice.value());
  }

  @Override
  public @Nullable Object answer(Dice dice, Optional<Object> state, Op invocation) {
    return switch (invocation.f()) {
      case "read" -> state.orElse(null);
      case "cas" -> {
        Object from = ((List<?>) Objects.requireNonNull(invocation.value())).get(0);
        boolean holds = Objects.equals(from, state.orElse(null));
        yield holds ? dice.of(true, invocation.value()) : false;
      }
      default -> invocation.value();
    };
  }

  @Override
  public @Nullable Object anyAnswer(Dice dice, Op invocation) {
    return switch (invocation.f()) {
      case "read" -> dice.below(5) == 0 ? null : dice.someValue();
      case "cas" -> dice.of(true, false, null, invocation.value());
      default -> dice.of(null, true, invocation.value());
    };
  }
}
