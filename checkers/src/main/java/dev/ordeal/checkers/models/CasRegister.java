package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A register with compare-and-set: as {@link Register}, and {@code cas [from to]} sets it to {@code
 * to} if it holds {@code from}. A cas that found another value is a fail, not an ok.
 */
public final class CasRegister implements Model<Optional<Object>> {

  @Override
  public String name() {
    return "cas-register";
  }

  @Override
  public Optional<Object> initial() {
    return Optional.empty();
  }

  @Override
  public boolean knows(String f) {
    return f.equals("read") || f.equals("write") || f.equals("cas");
  }

  /** A register as long as nobody calls cas. */
  @Override
  public Structure structure() {
    return new Structure.Register(null);
  }

  @Override
  public Role role(Call call) {
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

  @Override
  public Step<Optional<Object>> step(Optional<Object> value, Call call) {
    return switch (call.f()) {
      case "read" -> Register.read(value, call);
      case "write" -> Step.to(Optional.ofNullable(call.input()));
      case "cas" -> cas(value, call);
      default -> Step.illegal("a register has no " + call.f());
    };
  }

  private static Step<Optional<Object>> cas(Optional<Object> value, Call call) {
    if (!(call.input() instanceof List<?> pair) || pair.size() != 2) {
      return Step.illegal("the input of a cas is not [from to]: " + call.input());
    }
    if (Objects.equals(pair.get(0), value.orElse(null))) {
      return Step.to(Optional.ofNullable(pair.get(1)));
    }
    return Step.illegal(
        "a cas from " + pair.get(0) + " succeeds while the register holds " + value.orElse(null));
  }
}
