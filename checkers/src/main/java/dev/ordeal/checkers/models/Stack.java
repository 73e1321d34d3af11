package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import java.util.Objects;

/**
 * A stack: {@code push v} adds a value on top, {@code pop} takes the one on top and answers it, or
 * null if there is none. The state is the values, the top first.
 */
public final class Stack implements Model<Chain> {

  @Override
  public String name() {
    return "stack";
  }

  @Override
  public Chain initial() {
    return Chain.EMPTY;
  }

  @Override
  public boolean knows(String f) {
    return f.equals("push") || f.equals("pop");
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public boolean isPure(Call call) {
    return call.f().equals("pop") && call.seen() && call.output() == null;
  }

  @Override
  public Structure structure() {
    return new Structure.Stack();
  }

  @Override
  public Role role(Call call) {
    return switch (call.f()) {
      case "push" -> call.input() == null ? Role.OTHER : new Role.Put(call.input());
      case "pop" -> isPure(call) ? Role.TAKE_NOTHING : new Role.Take(call.output());
      default -> Role.OTHER;
    };
  }

  @Override
  public Step<Chain> step(Chain values, Call call) {
    return switch (call.f()) {
      case "push" ->
          call.input() == null
              ? Step.illegal("null is pushed, which stands for an empty stack")
              : Step.to(values.with(call.input()));
      case "pop" -> pop(values, call);
      default -> Step.illegal("a stack has no " + call.f());
    };
  }

  private static Step<Chain> pop(Chain values, Call call) {
    if (values.isEmpty()) {
      return call.seen() && call.output() != null
          ? Step.illegal("unknown-value", call.output() + " is popped from an empty stack")
          : Step.to(values);
    }
    if (!call.seen() || Objects.equals(values.head(), call.output())) {
      return Step.to(values.tail());
    }
    return call.output() == null
        ? Step.illegal(
            "false-empty", "a stack is found empty while " + values.head() + " is on top")
        : Step.illegal(
            "out-of-order", call.output() + " is popped while " + values.head() + " is on top");
  }
}
