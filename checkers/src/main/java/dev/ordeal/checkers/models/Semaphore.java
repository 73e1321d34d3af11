package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;

/**
 * A semaphore: {@code acquire} takes a permit, {@code release} gives one back, whoever calls; none
 * is given back that was not taken. The state is how many are taken.
 *
 * @param permits how many there are
 */
public record Semaphore(int permits) implements Model<Integer> {

  /** Refuses a semaphore that nobody could acquire. */
  public Semaphore {
    if (permits < 1) {
      throw new IllegalArgumentException(
          "a semaphore of " + permits + " permits is never acquired: give it at least 1");
    }
  }

  @Override
  public String name() {
    return "semaphore";
  }

  @Override
  public Integer initial() {
    return 0;
  }

  @Override
  public boolean knows(String f) {
    return f.equals("acquire") || f.equals("release");
  }

  @Override
  public Structure structure() {
    return new Structure.Permits(permits, true);
  }

  @Override
  public Role role(Call call) {
    return roleOf(call);
  }

  static Role roleOf(Call call) {
    return switch (call.f()) {
      case "acquire" -> Role.ACQUIRE;
      case "release" -> Role.RELEASE;
      default -> Role.OTHER;
    };
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public Step<Integer> step(Integer taken, Call call) {
    return switch (call.f()) {
      case "acquire" ->
          taken < permits
              ? Step.to(taken + 1)
              : Step.illegal(
                  "mutual-exclusion", "a permit is acquired while all " + permits + " are taken");
      case "release" ->
          taken > 0
              ? Step.to(taken - 1)
              : Step.illegal("release-of-free-lock", "a permit is released while none is taken");
      default -> Step.illegal("a semaphore has no " + call.f());
    };
  }
}
