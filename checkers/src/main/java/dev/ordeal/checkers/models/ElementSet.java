package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import java.util.Collections;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A set: {@code add v} and {@code remove v} answer whether they changed it, or null if the system
 * does not tell; {@code contains v} answers whether the value is in it.
 *
 * <p>Each element is judged by itself, so the state, which is the values, then holds one at most.
 */
public final class ElementSet implements Model<Set<Object>> {
  /** What stands for null in messages and states, for a key cannot be null. */
  private static final String NULL = "null";

  @Override
  public String name() {
    return "set";
  }

  @Override
  public Set<Object> initial() {
    return Collections.emptySet();
  }

  @Override
  public boolean knows(String f) {
    return f.equals("add") || f.equals("remove") || f.equals("contains");
  }

  /** The element; null and the string of that name share one, which is a set like any other. */
  @Override
  public Optional<Object> key(Call call) {
    return Optional.of(Objects.requireNonNullElse(call.input(), NULL));
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public boolean isPure(Call call) {
    return call.f().equals("contains") || call.seen() && Boolean.FALSE.equals(call.output());
  }

  @Override
  public Step<Set<Object>> step(Set<Object> values, Call call) {
    boolean held = values.contains(call.input());
    return switch (call.f()) {
      case "add" -> change(values, call, held, !held);
      case "remove" -> change(values, call, held, held);
      case "contains" ->
          !call.seen() || Objects.equals(call.output(), held)
              ? Step.to(values)
              : Step.illegal("stale-read", told(call) + ": " + state(held));
      default -> Step.illegal("a set has no " + call.f());
    };
  }

  private static Step<Set<Object>> change(
      Set<Object> values, Call call, boolean held, boolean changes) {
    if (call.seen() && call.output() != null && !call.output().equals(changes)) {
      return Step.illegal(told(call) + ": " + state(held));
    }
    return Step.to(changes ? toggled(values, call.input(), held) : values);
  }

  private static Set<Object> toggled(Set<Object> values, @Nullable Object value, boolean held) {
    Set<@Nullable Object> others = new HashSet<>(values);
    if (held) {
      others.remove(value);
    } else {
      others.add(value);
    }
    return Collections.unmodifiableSet(others);
  }

  private static String told(Call call) {
    return "a " + call.f() + " of " + call.input() + " answers " + call.output();
  }

  private static String state(boolean held) {
    return held ? "the element is in the set" : "the element is not in the set";
  }
}
