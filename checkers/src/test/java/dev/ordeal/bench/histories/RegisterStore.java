package dev.ordeal.bench.histories;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store of registers, each of its own: {@code write [key v]} sets one, and {@code read [key
 * null]} answers {@code [key v]}. So the state is that of one register.
 */
final class RegisterStore implements Model<Optional<Object>> {

  @Override
  public String name() {
    return "store";
  }

  @Override
  public Optional<Object> initial() {
    return Optional.empty();
  }

  @Override
  public Optional<Object> key(Call call) {
    return call.input() instanceof List<?> pair ? Optional.ofNullable(pair.get(0)) : initial();
  }

  @Override
  public Structure structure() {
    return new Structure.Register(null);
  }

  @Override
  public Role role(Call call) {
    return isPure(call)
        ? new Role.Read(call.seen() ? value(call.output()) : null)
        : new Role.Write(value(call.input()));
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public boolean isOverwrite(Call call) {
    return !isPure(call);
  }

  @Override
  public boolean isPure(Call call) {
    return call.f().equals("read");
  }

  @Override
  public Step<Optional<Object>> step(Optional<Object> held, Call call) {
    if (!isPure(call)) {
      return Step.to(Optional.ofNullable(value(call.input())));
    }
    if (call.seen() && !Objects.equals(value(call.output()), held.orElse(null))) {
      return Step.illegal(call.output() + " is read while the key holds " + held.orElse(null));
    }
    return Step.to(held);
  }

  private static @Nullable Object value(@Nullable Object pair) {
    return ((List<?>) Objects.requireNonNull(pair)).get(1);
  }
}
