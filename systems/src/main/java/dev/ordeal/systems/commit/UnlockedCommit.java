package dev.ordeal.systems.commit;

import org.jspecify.annotations.Nullable;

/**
 * Two-phase commit that gives locks back when a participant has voted, so that nobody need wait for
 * the decision.
 *
 * <p>Its one flaw breaks isolation without any fault. What is not decided yet is read by others
 * (dirty reads), also if it is aborted later. Two transactions on one key may be decided in another
 * order than they voted in, and each writes what it computed then: the later one's update is lost.
 * And who reads several shards finds a transaction at one of them and not yet at the other.
 */
public final class UnlockedCommit extends DurableCommit {

  UnlockedCommit(Timings timings) {
    super(timings);
  }

  @Override
  Participant participant(Site site) {
    return new Unlocked(site, termination(site));
  }

  private static final class Unlocked extends Participant {

    Unlocked(Site site, Termination termination) {
      super(site, termination);
    }

    @Override
    void voted(Branch branch) {
      unlock(branch);
    }

    /** What the last branch that is still open would write, if it is committed; else the page. */
    @Override
    @Nullable Object view(Object key) {
      Object value = super.view(key);
      for (Branch branch : open()) {
        if (branch.writes.containsKey(key)) {
          value = branch.writes.get(key);
        }
      }
      return value;
    }
  }
}
