package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator of two-phase commit with presumed abort (Gray 1978; Mohan, Lindsay, Obermarck
 * 1986).
 *
 * <p>Phase one: every participant is asked to do its part and to vote. Phase two: if all voted yes,
 * the decision to commit is written to the {@link DecisionLog}; once it is durable the client is
 * answered, and the participants are told until each has acknowledged. In all other cases the
 * decision is to abort, which is told once, and written nowhere.
 *
 * <p>Why it is right: nobody is told commit before that decision is durable, and it is found again
 * at a restart. So whoever asks about a transaction that is neither under way nor in the log may be
 * told that it was aborted, for it either was, or was committed so long ago that all participants
 * have acknowledged, and then nobody is in doubt who could be misled. An error is definite when it
 * tells of an abort: whatever was not decided when this life ends is never committed.
 *
 * <p>A transaction that writes nothing needs no decision, and no log. When all votes are in, the
 * participants are told to give its locks back, and each says whether it held them until then. If
 * all did, there was a moment, that of the last vote, at which all that was read was true at once.
 * If one did not, since it was restarted or tired of waiting, nothing has happened.
 */
class Coordinator {
  private final Site site;
  private final Shards shards;
  private final DecisionLog decisions;
  private final Map<TxnId, Transaction> transactions = new LinkedHashMap<>();
  private final LinkedHashSet<TxnId> left = new LinkedHashSet<>();
  private long numbers;
  private long clock;

  Coordinator(Site site, Shards shards, DecisionLog decisions) {
    this.site = site;
    this.shards = shards;
    this.decisions = decisions;
  }

  /** Finds the decisions that a former life made. */
  void load() {
    decisions.load().forEach(this::adopt);
  }

  private void adopt(DecisionLog.Pending pending) {
    if (!transactions.containsKey(pending.txn())) {
      var transaction = new Transaction(pending);
      transaction.since = site.host().now();
      transactions.put(transaction.txn, transaction);
      left.add(transaction.txn);
    }
  }

  /** Tells the decisions that were found; to be called once what was loaded is durable. */
  void resume() {
    left.stream().map(transactions::get).toList().forEach(this::tellCommit);
  }

  /** Whether all that was left by a former life is brought to its end. */
  boolean isResumed() {
    return left.isEmpty();
  }

  /** Another coordinator's transaction has this age: the next one here is younger (Lamport). */
  final void observe(long age) {
    clock = Math.max(clock, age);
  }

  /** The transactions that all voted yes on, and whose decision could not be written yet. */
  final List<String> doubts() {
    return transactions.values().stream()
        .filter(transaction -> transaction.state == Transaction.State.DECIDING)
        .filter(transaction -> !transaction.readsOnly())
        .map(transaction -> transaction.txn.toString())
        .toList();
  }

  /** Begins a transaction. */
  final void begin(List<Op> ops, Consumer<Map<String, @Nullable Object>> answer) {
    long arrived = site.host().now();
    if (ops.isEmpty()) {
      answer.accept(Bodies.of("type", "txn_ok", "ops", List.of()));
    } else if (Transaction.writesNothing(ops)) {
      begin(ops, -1, arrived, answer);
    } else {
      decisions.reserve(
          slot -> {
            if (slot < 0) {
              answer.accept(
                  ErrorCode.TEMPORARILY_UNAVAILABLE.body("no room for one more transaction"));
            } else {
              begin(ops, slot, arrived, answer);
            }
          },
          pending -> {
            adopt(pending);
            resume();
          });
    }
  }

  private void begin(
      List<Op> ops, long slot, long arrived, Consumer<Map<String, @Nullable Object>> answer) {
    var txn = new TxnId(site.name(), site.life(), ++numbers);
    var transaction = new Transaction(txn, ++clock, slot, ops, shards, answer);
    transactions.put(txn, transaction);
    site.phase("request", arrived);
    transaction.become(Transaction.State.VOTING, site.host().now());
    transaction.cancelTimer =
        site.host().after(site.timings().votes(), () -> votesAreMissing(transaction));
    ask(transaction);
  }

  /** Asks all participants at once to do their parts. */
  void ask(Transaction transaction) {
    transaction.parts.keySet().forEach(participant -> ask(transaction, participant));
  }

  /** Asks one participant to do its part. */
  final void ask(Transaction transaction, String participant) {
    var lives = new LinkedHashMap<String, Long>();
    transaction.parts.keySet().forEach(name -> lives.put(name, site.lives().of(name)));
    var request =
        new Prepare(
            transaction.txn,
            transaction.age,
            transaction.slot,
            lives,
            transaction.part(participant));
    site.send(participant, request.body());
  }

  private void votesAreMissing(Transaction transaction) {
    abort(
        transaction,
        ErrorCode.TEMPORARILY_UNAVAILABLE.body("no answer in time of " + transaction.awaited));
  }

  /** A participant votes. */
  final void vote(String from, Map<String, @Nullable Object> body) {
    TxnId txn = TxnId.in(body);
    if (body.get("life") instanceof Long life) {
      site.lives().learn(from, life);
    }
    Transaction transaction = transactions.get(txn);
    if (transaction == null) {
      presumeAbort(from, txn);
    } else if (transaction.state == Transaction.State.VOTING
        && transaction.awaited.contains(from)) {
      if (Boolean.TRUE.equals(body.get("yes"))) {
        transaction.learn(from, body.get("values") instanceof List<?> values ? values : List.of());
        transaction.awaited.remove(from);
        votedYes(transaction);
      } else {
        abort(
            transaction,
            Bodies.of(
                "type",
                "error",
                "code",
                Bodies.number(body, "code"),
                "text",
                Bodies.text(body, "text")));
      }
    }
  }

  /** One more participant voted yes. */
  void votedYes(Transaction transaction) {
    if (transaction.awaited.isEmpty()) {
      site.phase("prepare", transaction.since);
      decide(transaction);
    }
  }

  private void decide(Transaction transaction) {
    transaction.become(Transaction.State.DECIDING, site.host().now());
    if (transaction.readsOnly()) {
      confirm(transaction);
    } else {
      decisions.commit(transaction.pending(), fate -> decided(transaction, fate));
    }
  }

  /** Asks whether the locks are held still, and lets go of them. */
  private void confirm(Transaction transaction) {
    transaction.awaited.addAll(transaction.parts.keySet());
    transaction.cancelTimer =
        site.host().after(site.timings().votes(), () -> votesAreMissing(transaction));
    transaction.parts.keySet().forEach(participant -> tell(transaction.txn, participant, true));
  }

  private void confirmed(Transaction transaction, String from, boolean held) {
    transaction.awaited.remove(from);
    if (!held) {
      abort(transaction, ErrorCode.TXN_CONFLICT.body(from + " did not keep its locks"));
    } else if (transaction.awaited.isEmpty()) {
      site.phase("decide", transaction.since);
      transaction.answer(transaction.done());
      end(transaction, true);
    }
  }

  private void decided(Transaction transaction, DecisionLog.Fate fate) {
    switch (fate) {
      case COMMITTED -> {
        site.phase("decide", transaction.since);
        transaction.become(Transaction.State.COMMITTED, site.host().now());
        transaction.awaited.addAll(transaction.parts.keySet());
        transaction.answer(transaction.done());
        tellCommit(transaction);
      }
      case ABORTED -> {
        transaction.answer(ErrorCode.ABORT.body("it was aborted before the decision was written"));
        end(transaction, false);
      }
      case UNKNOWN -> {
        transaction.answer(
            ErrorCode.TIMEOUT.body("the decision may have been written, or may yet be"));
        site.host()
            .after(
                site.timings().backoff(transaction.told++),
                () ->
                    decisions.commit(transaction.pending(), later -> decided(transaction, later)));
      }
    }
  }

  /** Tells all that have not acknowledged, until they have. */
  private void tellCommit(Transaction transaction) {
    if (transactions.containsKey(transaction.txn)) {
      transaction.cancelTimer.run();
      transaction.awaited.forEach(participant -> tell(transaction.txn, participant, true));
      transaction.cancelTimer =
          site.host()
              .after(site.timings().backoff(transaction.told++), () -> tellCommit(transaction));
    }
  }

  private void tell(TxnId txn, String participant, boolean commit) {
    site.send(participant, Bodies.of("type", "decision", "txn", txn.toString(), "commit", commit));
  }

  /** A participant has carried out the decision to commit. */
  final void acknowledge(String from, TxnId txn, boolean held) {
    Transaction transaction = transactions.get(txn);
    if (transaction == null) {
      return;
    }
    if (transaction.readsOnly() && transaction.state == Transaction.State.DECIDING) {
      confirmed(transaction, from, held);
    } else if (transaction.state == Transaction.State.COMMITTED) {
      transaction.awaited.remove(from);
      if (transaction.awaited.isEmpty()) {
        site.phase("commit", transaction.since);
        end(transaction, true);
      }
    }
  }

  private void abort(Transaction transaction, Map<String, @Nullable Object> why) {
    if (transaction.state == Transaction.State.VOTING || transaction.readsOnly()) {
      transaction.answer(why);
      end(transaction, false);
    }
  }

  private void end(Transaction transaction, boolean committed) {
    transaction.cancelTimer.run();
    transactions.remove(transaction.txn);
    if (!committed) {
      transaction.parts.keySet().forEach(participant -> tell(transaction.txn, participant, false));
    }
    if (!transaction.readsOnly()) {
      decisions.end(transaction.txn, transaction.slot);
    }
    left.remove(transaction.txn);
  }

  /** A participant is in doubt and asks. */
  final void inquire(String from, TxnId txn) {
    Transaction transaction = transactions.get(txn);
    if (transaction == null) {
      presumeAbort(from, txn);
    } else if (transaction.state == Transaction.State.COMMITTED) {
      tell(txn, from, true);
    } else {
      site.send(from, Bodies.of("type", "undecided", "txn", txn.toString()));
    }
  }

  private void presumeAbort(String from, TxnId txn) {
    if (decisions.wouldKnow(txn)) {
      tell(txn, from, false);
    }
  }

  /** An older transaction waits for this one, which is therefore to end. */
  final void wound(TxnId txn) {
    Transaction transaction = transactions.get(txn);
    if (transaction != null) {
      abort(transaction, ErrorCode.TXN_CONFLICT.body("an older transaction needs its keys"));
    }
  }
}
