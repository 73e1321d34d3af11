package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A register for each key: {@code write [key value]} sets one, {@code read [key nil]} answers
 * {@code [key value]} with what was written there last, nil at first. A key is anything but nil.
 * The state is what every key holds, but for nil.
 */
public final class RegisterStore implements Model<Map<Object, Object>> {

  @Override
  public String name() {
    return "register-store";
  }

  @Override
  public Map<Object, Object> initial() {
    return Map.of();
  }

  @Override
  public boolean knows(String f) {
    return f.equals("read") || f.equals("write");
  }

  @Override
  public Optional<Object> key(Call call) {
    return Optional.ofNullable(key(call.input()));
  }

  private static @Nullable Object key(@Nullable Object pair) {
    return pair instanceof List<?> list && list.size() == 2 ? list.get(0) : null;
  }

  private static @Nullable Object value(@Nullable Object pair) {
    return pair instanceof List<?> list ? list.get(1) : null;
  }

  @Override
  public Structure structure() {
    return new Structure.Register(null, Structure.Register.Words.KEYED);
  }

  @Override
  public Role role(Call call) {
    Object key = key(call.input());
    if (key == null) {
      return Role.OTHER;
    }
    return switch (call.f()) {
      case "read" -> isOfKey(key, call) ? new Role.Read(value(call.output())) : Role.OTHER;
      case "write" -> new Role.Write(value(call.input()));
      default -> Role.OTHER;
    };
  }

  private static boolean isOfKey(Object key, Call call) {
    return !call.seen() || key.equals(key(call.output()));
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public boolean isPure(Call call) {
    return call.f().equals("read");
  }

  @Override
  public Step<Map<Object, Object>> step(Map<Object, Object> values, Call call) {
    Object key = key(call.input());
    if (key == null) {
      return Step.illegal("the input of a " + call.f() + " is not [key value]: " + call.input());
    }
    return switch (call.f()) {
      case "read" -> read(values, key, call);
      case "write" -> Step.to(Keyed.with(values, key, value(call.input())));
      default -> Step.illegal("a register store has no " + call.f());
    };
  }

  private static Step<Map<Object, Object>> read(Map<Object, Object> values, Object key, Call call) {
    if (!isOfKey(key, call)) {
      return Step.illegal("a read of key " + key + " answers " + call.output());
    }
    Object held = values.get(key);
    if (!call.seen() || Objects.equals(value(call.output()), held)) {
      return Step.to(values);
    }
    return Step.illegal(
        "stale-read",
        value(call.output()) + " is read while the register of key " + key + " holds " + held);
  }
}
