package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import java.util.Objects;
import java.util.Optional;

/**
 * A register: {@code write v} sets it, {@code read} answers what was written last, null at first.
 * The state is the value.
 */
public final class Register implements Model<Optional<Object>> {

  @Override
  public String name() {
    return "register";
  }

  @Override
  public Optional<Object> initial() {
    return Optional.empty();
  }

  @Override
  public boolean knows(String f) {
    return f.equals("read") || f.equals("write");
  }

  @Override
  public Structure structure() {
    return new Structure.Register(null);
  }

  @Override
  public Role role(Call call) {
    return roleOf(call);
  }

  /** What a call does to any register that is read and written. */
  static Role roleOf(Call call) {
    return switch (call.f()) {
      case "read" -> new Role.Read(call.output());
      case "write" -> new Role.Write(call.input());
      default -> Role.OTHER;
    };
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public boolean isOverwrite(Call call) {
    return call.f().equals("write");
  }

  @Override
  public boolean isPure(Call call) {
    return call.f().equals("read");
  }

  /** Only a write can bring another value. */
  @Override
  public boolean isHopelessWithoutOverwrite(Optional<Object> value, Call call) {
    return call.f().equals("read") && !Objects.equals(call.output(), value.orElse(null));
  }

  @Override
  public Step<Optional<Object>> step(Optional<Object> value, Call call) {
    return switch (call.f()) {
      case "read" -> read(value, call);
      case "write" -> Step.to(Optional.ofNullable(call.input()));
      default -> Step.illegal("a register has no " + call.f());
    };
  }

  static Step<Optional<Object>> read(Optional<Object> value, Call call) {
    if (!call.seen() || Objects.equals(call.output(), value.orElse(null))) {
      return Step.to(value);
    }
    return Step.illegal(
        "stale-read", call.output() + " is read while the register holds " + value.orElse(null));
  }
}
