package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store of strings by key: {@code put} sets, {@code append} adds at the end, {@code get} answers;
 * a key that nobody wrote holds the empty string.
 *
 * <p>The input of all three is {@code {key value}}, and so is the answer of a get; the value of a
 * get's input means nothing. The state is what each key holds that is not empty.
 */
public final class KeyValueStore implements Model<Map<Object, Text>> {

  @Override
  public String name() {
    return "key-value-store";
  }

  @Override
  public Map<Object, Text> initial() {
    return Map.of();
  }

  @Override
  public boolean knows(String f) {
    return f.equals("get") || f.equals("put") || f.equals("append");
  }

  @Override
  public Optional<Object> key(Call call) {
    return Optional.ofNullable(member(call.input(), "key"));
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public boolean isOverwrite(Call call) {
    return call.f().equals("put") && isBlind(call);
  }

  @Override
  public boolean isBlind(Call call) {
    return (call.f().equals("put") || call.f().equals("append"))
        && member(call.input(), "key") != null
        && member(call.input(), "value") instanceof String;
  }

  @Override
  public boolean isPure(Call call) {
    return call.f().equals("get");
  }

  /** What was appended stays in front until somebody puts. */
  @Override
  public boolean isHopelessWithoutOverwrite(Map<Object, Text> state, Call call) {
    Object key = member(call.input(), "key");
    return call.f().equals("get")
        && key != null
        && member(call.output(), "value") instanceof String answer
        && !state.getOrDefault(key, Text.EMPTY).begins(answer);
  }

  @Override
  public Step<Map<Object, Text>> step(Map<Object, Text> state, Call call) {
    Object key = member(call.input(), "key");
    if (key == null) {
      return Step.illegal("the input of a " + call.f() + " has no key: " + call.input());
    }
    Text held = state.getOrDefault(key, Text.EMPTY);
    return switch (call.f()) {
      case "get" -> get(state, key, held, call);
      case "put" -> set(state, key, Text.EMPTY, call);
      case "append" -> set(state, key, held, call);
      default -> Step.illegal("a key-value store has no " + call.f());
    };
  }

  private static Step<Map<Object, Text>> get(
      Map<Object, Text> state, Object key, Text held, Call call) {
    Object answer = member(call.output(), "value");
    if (!call.seen() || answer == null && held.isEmpty()) {
      return Step.to(state);
    }
    if (answer instanceof String string && held.is(string)) {
      return Step.to(state);
    }
    return Step.illegal(
        "stale-read", "\"" + answer + "\" is read of " + key + " while it holds \"" + held + "\"");
  }

  private static Step<Map<Object, Text>> set(
      Map<Object, Text> state, Object key, Text before, Call call) {
    if (!(member(call.input(), "value") instanceof String value)) {
      return Step.illegal("the value of a " + call.f() + " is not a string: " + call.input());
    }
    Text after = before.with(value);
    return Step.to(Keyed.with(state, key, after.isEmpty() ? null : after));
  }

  private static @Nullable Object member(@Nullable Object value, String name) {
    return value instanceof Map<?, ?> map ? map.get(name) : null;
  }
}
