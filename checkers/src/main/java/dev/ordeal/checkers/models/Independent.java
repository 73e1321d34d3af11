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
 * Another model once for each key: a call's input is {@code [key input]}, and so is its answer. A
 * key is anything but nil. The state is that of every key that is not as at first.
 *
 * @param name the name of this model, in kebab case
 * @param model the model of one key
 * @param <S> the state of one key
 */
public record Independent<S>(String name, Model<S> model) implements Model<Map<Object, S>> {

  /** A register with compare-and-set for each key: {@code cas [key [from to]]}. */
  public static Independent<Optional<Object>> casRegisters() {
    return new Independent<>("cas-register-store", new CasRegister());
  }

  @Override
  public Map<Object, S> initial() {
    return Map.of();
  }

  @Override
  public boolean knows(String f) {
    return model.knows(f);
  }

  @Override
  public Optional<Object> key(Call call) {
    return Optional.ofNullable(item(call.input(), 0));
  }

  @Override
  public Structure structure() {
    return model.structure();
  }

  @Override
  public Role role(Call call) {
    return isOfOneKey(call) ? model.role(inner(call)) : Role.OTHER;
  }

  @Override
  public boolean isAnonymous() {
    return model.isAnonymous();
  }

  @Override
  public boolean isOverwrite(Call call) {
    return isOfOneKey(call) && model.isOverwrite(inner(call));
  }

  @Override
  public boolean isBlind(Call call) {
    return isOfOneKey(call) && model.isBlind(inner(call));
  }

  @Override
  public boolean isPure(Call call) {
    return isOfOneKey(call) && model.isPure(inner(call));
  }

  @Override
  public boolean isNeedless(Map<Object, S> state, Call call) {
    return isOfOneKey(call) && model.isNeedless(held(state, call), inner(call));
  }

  @Override
  public boolean isHopeless(Map<Object, S> state, Call call) {
    return isOfOneKey(call) && model.isHopeless(held(state, call), inner(call));
  }

  @Override
  public boolean isHopelessWithoutOverwrite(Map<Object, S> state, Call call) {
    return isOfOneKey(call) && model.isHopelessWithoutOverwrite(held(state, call), inner(call));
  }

  @Override
  public Step<Map<Object, S>> step(Map<Object, S> state, Call call) {
    Object key = item(call.input(), 0);
    if (key == null) {
      return Step.illegal("the input of a " + call.f() + " is not [key input]: " + call.input());
    }
    if (!isOfOneKey(call)) {
      return Step.illegal("a " + call.f() + " of key " + key + " answers " + call.output());
    }
    Step<S> step = model.step(held(state, call), inner(call));
    return step instanceof To<S> to
        ? Step.to(with(state, key, to.state()))
        : new Illegal<>(((Illegal<S>) step).name(), ((Illegal<S>) step).because());
  }

  private S held(Map<Object, S> state, Call call) {
    return state.getOrDefault(Objects.requireNonNull(item(call.input(), 0)), model.initial());
  }

  private Map<Object, S> with(Map<Object, S> state, Object key, S held) {
    return Keyed.with(state, key, held.equals(model.initial()) ? null : held);
  }

  private static boolean isOfOneKey(Call call) {
    Object key = item(call.input(), 0);
    return key != null && (!call.seen() || key.equals(item(call.output(), 0)));
  }

  private static Call inner(Call call) {
    return new Call(
        call.process(), call.f(), item(call.input(), 1), call.seen(), item(call.output(), 1));
  }

  private static @Nullable Object item(@Nullable Object pair, int at) {
    return pair instanceof List<?> list && list.size() == 2 ? list.get(at) : null;
  }
}
