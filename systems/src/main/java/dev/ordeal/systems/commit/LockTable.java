package dev.ordeal.systems.commit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shared and exclusive locks on the keys of one shard. A transaction gets all that it needs here at
 * once, and keeps it until it ends: strict two-phase locking (Bernstein, Hadzilacos, Goodman,
 * Concurrency Control and Recovery in Database Systems, 1987, chapter 3).
 *
 * <p>Who waits, waits in the order of age, and is passed by nobody younger whom it conflicts with.
 * So a transaction waits only for older ones, and for younger ones that hold locks already; the
 * latter are to be wounded, which ends them: wound-wait (Rosenkrantz, Stearns, Lewis, System Level
 * Concurrency Control for Distributed Database Systems, 1978). Since all other waiting goes from
 * younger to older, it never goes round in a circle, on whatever shards it takes place.
 */
final class LockTable {
  private final Map<TxnId, Claim> held = new LinkedHashMap<>();
  private final TreeMap<Claim, Runnable> waiting = new TreeMap<>(Claim.BY_AGE);

  /**
   * What a transaction needs.
   *
   * @param age the smaller, the older
   * @param exclusive by key, whether for itself alone
   */
  record Claim(TxnId txn, long age, Map<Object, Boolean> exclusive) {
    private static final Comparator<Claim> BY_AGE =
        Comparator.comparingLong(Claim::age)
            .thenComparing(claim -> claim.txn.coordinator())
            .thenComparing(claim -> claim.txn.life())
            .thenComparing(claim -> claim.txn.number());

    /** To read and write what these operations do. */
    static Claim of(TxnId txn, long age, List<Op> ops) {
      var exclusive = new LinkedHashMap<Object, Boolean>();
      ops.forEach(op -> exclusive.merge(op.key(), !op.isRead(), Boolean::logicalOr));
      return new Claim(txn, age, exclusive);
    }

    boolean isOlderThan(Claim other) {
      return BY_AGE.compare(this, other) < 0;
    }

    boolean conflictsWith(Claim other) {
      if (txn.equals(other.txn)) {
        return false;
      }
      for (Map.Entry<Object, Boolean> mine : exclusive.entrySet()) {
        Boolean theirs = other.exclusive.get(mine.getKey());
        if (theirs != null && (theirs || mine.getValue())) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Asks for locks.
   *
   * @param granted run once they are held, which may be at once
   */
  void request(Claim claim, Runnable granted) {
    waiting.put(claim, granted);
    grantWhatCanBe();
  }

  /** Those who hold what a claim waits for. */
  List<Claim> holdersAgainst(Claim claim) {
    return held.values().stream().filter(claim::conflictsWith).toList();
  }

  /** Gives back all locks of a transaction, or its place in the line. */
  void release(Claim claim) {
    held.remove(claim.txn);
    waiting.remove(claim);
    grantWhatCanBe();
  }

  private void grantWhatCanBe() {
    var passed = new ArrayList<Claim>();
    var granted = new ArrayList<Runnable>();
    for (var entries = waiting.entrySet().iterator(); entries.hasNext(); ) {
      Map.Entry<Claim, Runnable> next = entries.next();
      Claim claim = next.getKey();
      if (holdersAgainst(claim).isEmpty() && passed.stream().noneMatch(claim::conflictsWith)) {
        held.put(claim.txn, claim);
        granted.add(next.getValue());
        entries.remove();
      } else {
        passed.add(claim);
      }
    }
    granted.forEach(Runnable::run);
  }
}
