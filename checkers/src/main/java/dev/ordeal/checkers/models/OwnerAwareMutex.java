package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;

/**
 * A lock that knows its owner: {@code acquire} by a process needs a free lock, {@code release} one
 * that this very process holds. The state is the owner, or {@link #FREE}.
 *
 * <p>This is what an article means by "a mutex", and more than a lock with leases can promise: see
 * {@link FencedLock}.
 */
public final class OwnerAwareMutex implements Model<Integer> {
  /** The owner of a free lock. */
  public static final int FREE = -1;

  @Override
  public String name() {
    return "owner-aware-mutex";
  }

  @Override
  public Integer initial() {
    return FREE;
  }

  @Override
  public boolean knows(String f) {
    return f.equals("acquire") || f.equals("release");
  }

  @Override
  public Structure structure() {
    return new Structure.OwnedLock();
  }

  @Override
  public Role role(Call call) {
    return Semaphore.roleOf(call);
  }

  /**
   * An acquire that nobody saw helps nobody: only its process could release again, and that is
   * gone. So is a process whose release nobody saw: unless it holds the lock now, it never will.
   */
  @Override
  public boolean isNeedless(Integer owner, Call call) {
    return call.f().equals("acquire") || owner != call.process();
  }

  @Override
  public Step<Integer> step(Integer owner, Call call) {
    int process = call.process();
    return switch (call.f()) {
      case "acquire" ->
          owner == FREE
              ? Step.to(process)
              : Step.illegal(
                  "mutual-exclusion", "p" + process + " acquires while p" + owner + " holds");
      case "release" -> release(owner, process);
      default -> Step.illegal("a mutex has no " + call.f());
    };
  }

  private static Step<Integer> release(int owner, int process) {
    if (owner == process) {
      return Step.to(FREE);
    }
    return Step.illegal(
        "release-by-non-owner",
        "p" + process + " releases while " + (owner == FREE ? "nobody" : "p" + owner) + " holds");
  }
}
