package dev.ordeal.checkers.lock;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.FencedLock;
import dev.ordeal.checkers.models.OwnerAwareMutex;
import java.util.LinkedHashMap;

/**
 * The two promises a lock can make, each with the liveness that keeps a lock that never answers
 * from being acquitted.
 */
public final class LockCheckers {

  private LockCheckers() {}

  /**
   * {@code lock-exclusive}: never do two processes hold at once ({@link OwnerAwareMutex}), and
   * after the faults are healed everybody can get the lock. Only acquire and release are looked at.
   */
  public static Checker exclusive() {
    return withProgress(Linearizable.of(new OwnerAwareMutex()));
  }

  /**
   * {@code lock-fenced}: tokens grow and the resource takes no stale write ({@link FencedLock}),
   * and after the faults are healed everybody can get the lock.
   */
  public static Checker fenced() {
    return withProgress(Linearizable.of(new FencedLock()));
  }

  private static Checker withProgress(Checker safety) {
    var parts = new LinkedHashMap<String, Checker>();
    parts.put("linearizable", safety);
    parts.put("progress", new Progress("acquire"));
    return Checker.compose(parts);
  }
}
