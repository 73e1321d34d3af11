package dev.ordeal.systems.commit;

import dev.ordeal.systems.consensus.CasPaxos;
import dev.ordeal.systems.consensus.Change;
import dev.ordeal.systems.consensus.Outcome;
import dev.ordeal.systems.port.Bodies;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decisions in registers that a majority of the nodes keeps. Each slot of each coordinator is a
 * register; it holds the latest transaction that was decided there, and how.
 *
 * <p>Why it is right. The register of a slot only goes from a transaction to a later one of the
 * same coordinator, and whatever it says of a transaction it says for as long as it holds that one.
 * So there is one decision: who proposes another is told the first. A coordinator gives a slot to a
 * new transaction only when the former one was aborted or acknowledged by all; and before it uses a
 * slot for the first time in its life it claims it: from then on no proposal of a former life can
 * win, and a commit that one left behind is found, and brought to its end first. Therefore whoever
 * finds a later transaction in the slot may presume that its own was aborted: had it been
 * committed, it would have acknowledged, and not ask.
 */
final class RegisterDecisionLog implements DecisionLog {
  static final int SLOTS = 128;

  private static final String CLAIMED = "claimed";
  private static final String COMMIT = "commit";
  private static final String ABORT = "abort";
  private static final String LATER = "later";

  private final Site site;
  private final CasPaxos registers;
  private final Deque<Long> free = new ArrayDeque<>();
  private final Deque<Long> unclaimed = new ArrayDeque<>();

  /** What was proposed to be committed, and may or may not be. */
  private final Set<TxnId> maybe = new HashSet<>();

  /** Commits of former lives that are being brought to their end, by slot. */
  private final Map<Long, TxnId> unfinished = new HashMap<>();

  RegisterDecisionLog(Site site, CasPaxos registers) {
    this.site = site;
    this.registers = registers;
    for (long slot = 0; slot < SLOTS; slot++) {
      unclaimed.add(slot);
    }
  }

  void receive(String src, Map<String, @Nullable Object> body) {
    registers.receive(src, body);
  }

  private static String register(String coordinator, long slot) {
    return "decision/" + coordinator + "/" + slot;
  }

  private static Map<String, @Nullable Object> state(
      TxnId txn, String fate, List<String> participants) {
    return Bodies.of("txn", txn.toString(), "fate", fate, "participants", participants);
  }

  private static Map<String, @Nullable Object> answer(@Nullable Object fate) {
    return Bodies.of("fate", fate);
  }

  /** A life's claim on a slot: earlier than all transactions of that life. */
  private TxnId claim() {
    return new TxnId(site.name(), site.life(), 0);
  }

  /** Decisions are found when slots are claimed, or by participants that ask. */
  @Override
  public List<Pending> load() {
    return List.of();
  }

  /** Only of this life's: those of a former one may have been decided, and not be found yet. */
  @Override
  public boolean wouldKnow(TxnId txn) {
    return txn.session().equals(claim().session());
  }

  @Override
  public void reserve(Consumer<Long> found, Consumer<Pending> left) {
    Long slot = free.pollFirst();
    if (slot != null) {
      found.accept(slot);
      return;
    }
    Long next = unclaimed.pollFirst();
    if (next == null) {
      found.accept(-1L);
      return;
    }
    registers.change(
        register(site.name(), next),
        this::claiming,
        outcome -> claimed(next, outcome, found, left));
  }

  private Change.Decision claiming(@Nullable Map<String, @Nullable Object> state) {
    if (state != null && COMMIT.equals(state.get("fate"))) {
      return new Change.Keep(state);
    }
    return new Change.Become(state(claim(), CLAIMED, List.of()), answer(CLAIMED));
  }

  private void claimed(long slot, Outcome outcome, Consumer<Long> found, Consumer<Pending> left) {
    if (!(outcome instanceof Outcome.Chosen chosen)) {
      unclaimed.addLast(slot);
      found.accept(-1L);
    } else if (CLAIMED.equals(chosen.answer().get("fate"))) {
      found.accept(slot);
    } else {
      TxnId txn = TxnId.in(chosen.answer());
      unfinished.put(slot, txn);
      left.accept(new Pending(txn, slot, LocalDecisionLog.names(chosen.answer())));
      reserve(found, left);
    }
  }

  /** What was never proposed is not committed: only this coordinator would propose it. */
  @Override
  public void commit(Pending pending, Consumer<Fate> decided) {
    TxnId txn = pending.txn();
    propose(
        txn,
        pending.slot(),
        COMMIT,
        List.copyOf(pending.participants()),
        outcome -> {
          boolean never = outcome instanceof Outcome.Untouched && !maybe.contains(txn);
          Fate fate = never ? Fate.ABORTED : fate(outcome);
          if (fate == Fate.UNKNOWN) {
            maybe.add(txn);
          } else {
            maybe.remove(txn);
          }
          decided.accept(fate);
        });
  }

  /** Proposes to abort, and finds out what was decided. */
  void settle(TxnId txn, long slot, Consumer<Fate> decided) {
    propose(txn, slot, ABORT, List.of(), outcome -> decided.accept(fate(outcome)));
  }

  private void propose(
      TxnId txn, long slot, String fate, List<String> participants, Consumer<Outcome> done) {
    registers.change(
        register(txn.coordinator(), slot),
        state -> {
          TxnId there = state == null ? null : TxnId.in(state);
          if (there == null || txn.isAfter(there)) {
            return new Change.Become(state(txn, fate, participants), answer(fate));
          }
          return new Change.Keep(
              answer(there.equals(txn) && state != null ? state.get("fate") : LATER));
        },
        done);
  }

  private static Fate fate(Outcome outcome) {
    if (outcome instanceof Outcome.Chosen chosen) {
      return COMMIT.equals(chosen.answer().get("fate")) ? Fate.COMMITTED : Fate.ABORTED;
    }
    return Fate.UNKNOWN;
  }

  @Override
  public void end(TxnId txn, long slot) {
    if (txn.equals(unfinished.remove(slot))) {
      release(txn, slot);
    } else {
      free.addFirst(slot);
    }
  }

  /** A commit of a former life is carried out by all: the slot may be claimed. */
  private void release(TxnId txn, long slot) {
    registers.change(
        register(site.name(), slot),
        state ->
            state != null && TxnId.in(state).equals(txn)
                ? new Change.Become(state(claim(), CLAIMED, List.of()), answer(CLAIMED))
                : new Change.Keep(answer(LATER)),
        outcome -> unclaimed.addLast(slot));
  }
}
