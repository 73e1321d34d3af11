package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;

/**
 * A lock that does not know its owner: {@code acquire} and {@code release} take turns, whoever
 * calls them. The state is whether it is held.
 */
public final class Mutex implements Model<Boolean> {

  @Override
  public String name() {
    return "mutex";
  }

  @Override
  public Boolean initial() {
    return false;
  }

  @Override
  public boolean knows(String f) {
    return f.equals("acquire") || f.equals("release");
  }

  @Override
  public Structure structure() {
    return new Structure.Permits(1, true);
  }

  @Override
  public Role role(Call call) {
    return Semaphore.roleOf(call);
  }

  @Override
  public boolean isAnonymous() {
    return true;
  }

  @Override
  public Step<Boolean> step(Boolean held, Call call) {
    return switch (call.f()) {
      case "acquire" ->
          held
              ? Step.illegal("mutual-exclusion", "the lock is acquired while it is held")
              : Step.to(true);
      case "release" ->
          held
              ? Step.to(false)
              : Step.illegal("release-of-free-lock", "the lock is released while nobody holds it");
      default -> Step.illegal("a mutex has no " + call.f());
    };
  }
}
