package dev.ordeal.systems.commit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A transaction at one participant. */
final class Branch {
  /** How far it has come. */
  enum State {
    /** It waits for locks. */
    WAITING,
    /** It can be done, and is being written to the log. */
    PREPARING,
    /** It voted yes, and is in doubt: it may neither commit nor abort of its own accord. */
    PREPARED,
    /** Its end is being written to the log. */
    ENDING
  }

  final Prepare request;
  final LockTable.Claim claim;
  State state = State.WAITING;

  /** When it got into its state, by the node's own clock. */
  long since;

  /** How often it asked how it ends, and nobody answered. */
  int asked;

  Runnable cancelTimer = () -> {};
  Map<Object, @Nullable Object> writes = Map.of();
  ParticipantLog.@Nullable Entry entry;

  Branch(Prepare request, long now) {
    this.request = request;
    this.claim = LockTable.Claim.of(request.txn(), request.age(), request.ops());
    this.since = now;
  }

  /** What a restarted participant finds in its log. */
  static Branch recovered(ParticipantLog.Entry entry, long now) {
    var branch = new Branch(entry.request(), now);
    branch.become(State.PREPARED, now);
    branch.entry = entry;
    branch.writes = entry.writes();
    return branch;
  }

  TxnId txn() {
    return request.txn();
  }

  /** Whether it was in doubt already when something else began to wait. */
  boolean isInDoubtSince(long then) {
    return state == State.PREPARED && !request.readsOnly() && since - then <= 0;
  }

  void become(State next, long now) {
    cancelTimer.run();
    cancelTimer = () -> {};
    state = next;
    since = now;
  }
}
