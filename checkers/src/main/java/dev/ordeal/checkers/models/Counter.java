package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import org.jspecify.annotations.Nullable;

/**
 * A counter: {@code increment} adds 1, or the amount it names; {@code add v} is the same; {@code
 * read} answers the sum, 0 at first. The state is the sum.
 */
public final class Counter implements Model<Long> {

  @Override
  public String name() {
    return "counter";
  }

  @Override
  public Long initial() {
    return 0L;
  }

  @Override
  public boolean knows(String f) {
    return f.equals("increment") || f.equals("add") || f.equals("read");
  }

  @Override
  public Structure structure() {
    return new Structure.Counter(0);
  }

  @Override
  public Role role(Call call) {
    return switch (call.f()) {
      case "increment", "add" -> isAmount(call.input()) ? new Role.Add(amount(call)) : Role.OTHER;
      case "read" -> new Role.Read(call.output());
      default -> Role.OTHER;
    };
  }

  private static boolean isAmount(@Nullable Object input) {
    return input == null || input instanceof Long;
  }

  private static long amount(Call call) {
    return call.input() instanceof Long amount ? amount : 1;
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
  public Step<Long> step(Long sum, Call call) {
    return switch (call.f()) {
      case "increment", "add" ->
          isAmount(call.input())
              ? Step.to(sum + amount(call))
              : Step.illegal("the amount of an increment is no whole number: " + call.input());
      case "read" -> read(sum, call);
      default -> Step.illegal("a counter has no " + call.f());
    };
  }

  private static Step<Long> read(Long sum, Call call) {
    if (!call.seen() || sum.equals(call.output())) {
      return Step.to(sum);
    }
    String name =
        call.output() instanceof Long read && read > sum ? "unexpected-read" : "stale-read";
    return Step.illegal(name, call.output() + " is read while the counter stands at " + sum);
  }
}
