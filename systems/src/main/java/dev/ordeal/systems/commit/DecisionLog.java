package dev.ordeal.systems.commit;

import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where a coordinator writes that it decided to commit. That it decided to abort is written
 * nowhere: of what the log does not know, everybody presumes that it was aborted (Mohan, Lindsay,
 * Obermarck, Transaction Management in the R* Distributed Database Management System, 1986).
 *
 * <p>A decision is kept in a slot until all participants have carried it out, and after that for as
 * long as no other transaction needs the slot. So the log does not grow, and whoever still asks
 * about a transaction whose slot was taken by a later one may presume that it was aborted: had it
 * been committed, they would not ask.
 */
interface DecisionLog {

  /** How an attempt to decide came out. */
  enum Fate {
    COMMITTED,
    ABORTED,
    /** Nobody knows yet: to be tried again. */
    UNKNOWN
  }

  /**
   * A commit that not all participants have carried out yet, as far as known.
   *
   * @param participants all of them
   */
  record Pending(TxnId txn, long slot, Collection<String> participants) {}

  /** What a former life decided and may not have brought to its end. */
  List<Pending> load();

  /**
   * Whether a transaction that is neither under way nor was found by {@link #load} was certainly
   * aborted, or has been carried out by all.
   */
  boolean wouldKnow(TxnId txn);

  /**
   * Finds a slot for one more transaction.
   *
   * @param found told its number, negative if there is none now
   * @param unfinished told of commits of a former life that were found in the way
   */
  void reserve(Consumer<Long> found, Consumer<Pending> unfinished);

  /** Decides to commit; all participants have voted yes. */
  void commit(Pending pending, Consumer<Fate> decided);

  /** All participants have carried the decision out, or it was to abort: the slot is free. */
  void end(TxnId txn, long slot);
}
