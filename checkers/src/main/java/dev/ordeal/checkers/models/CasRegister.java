package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import dev.ordeal.history.PlainData;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A register with compare-and-set: as {@link Register}, and {@code cas [from to]} sets it to {@code
 * to} if it holds {@code from}.
 *
 * <p>A cas that is ok succeeded, unless its answer is {@code false}: that says that the register
 * did not hold {@code from}, and is checked like a read. A cas that found another value may as well
 * be recorded as a fail, which claims nothing. One that is ok though the register holds something
 * else is a {@code lost-update}: it overwrites what it did not compare with.
 *
 * <p>Knossos takes a read of null for one whose answer nobody kept, so it is legal at any time; its
 * recorded histories rest on that. {@link #ofKnossos} does the same, under a name of its own.
 */
public final class CasRegister implements Model<Optional<Object>> {
  private final Optional<Object> initial;
  private final boolean ofKnossos;

  /** A register that holds null at first. */
  public CasRegister() {
    this(Optional.empty(), false);
  }

  private CasRegister(Optional<Object> initial, boolean ofKnossos) {
    this.initial = initial;
    this.ofKnossos = ofKnossos;
  }

  /** A register that holds this plain value at first. */
  public static CasRegister holding(@Nullable Object value) {
    return new CasRegister(Optional.ofNullable(PlainData.of(value)), false);
  }

  /** A register that holds this plain value at first, and where a read of null says nothing. */
  public static CasRegister ofKnossos(@Nullable Object value) {
    return new CasRegister(Optional.ofNullable(PlainData.of(value)), true);
  }

  @Override
  public String name() {
    return ofKnossos ? "knossos-cas-register" : "cas-register";
  }

  @Override
  public Optional<Object> initial() {
    return initial;
  }

  @Override
  public boolean knows(String f) {
    return f.equals("read") || f.equals("write") || f.equals("cas");
  }

  /** A register as long as nobody calls cas. */
  @Override
  public Structure structure() {
    return ofKnossos ? new Structure.None() : new Structure.Register(initial.orElse(null));
  }

  @Override
  public Role role(Call call) {
    return Register.roleOf(call);
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
    return call.f().equals("read") || call.f().equals("cas") && answeredNo(call);
  }

  @Override
  public Step<Optional<Object>> step(Optional<Object> value, Call call) {
    return switch (call.f()) {
      case "read" ->
          ofKnossos && call.output() == null ? Step.to(value) : Register.read(value, call);
      case "write" -> Step.to(Optional.ofNullable(call.input()));
      case "cas" -> cas(value, call);
      default -> Step.illegal("a register has no " + call.f());
    };
  }

  private static Step<Optional<Object>> cas(Optional<Object> value, Call call) {
    if (!(call.input() instanceof List<?> pair) || pair.size() != 2) {
      return Step.illegal("the input of a cas is not [from to]: " + call.input());
    }
    boolean holds = Objects.equals(pair.get(0), value.orElse(null));
    if (answeredNo(call)) {
      return holds
          ? Step.illegal("a cas from " + pair.get(0) + " fails while the register holds it")
          : Step.to(value);
    }
    if (holds) {
      return Step.to(Optional.ofNullable(pair.get(1)));
    }
    String because =
        "a cas from " + pair.get(0) + " succeeds while the register holds " + value.orElse(null);
    // What it holds was put there by somebody, and is overwritten by one who never saw it.
    return value.isPresent() ? Step.illegal("lost-update", because) : Step.illegal(because);
  }

  private static boolean answeredNo(Call call) {
    return call.seen() && Boolean.FALSE.equals(call.output());
  }
}
