package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Progress;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.Bank;
import dev.ordeal.checkers.models.RegisterStore;
import dev.ordeal.checkers.models.TransactionStore;
import dev.ordeal.checkers.transactions.Txn.Step;
import dev.ordeal.checkers.transactions.Txn.Version;
import dev.ordeal.history.History;
import dev.ordeal.history.Op.Type;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stores with transactions promise: strict serializability, told by the fewest transactions
 * that break it; that every client is served, and every transaction decided, once the faults are
 * healed.
 *
 * <p>Each looks for a broken law first, since that names the anomaly and needs two or three
 * transactions to show it. If none is broken, the search has the last word: it finds an order of
 * all, or there is none.
 */
public final class TransactionCheckers {

  private static final long BUDGET_STEPS = 20_000_000;

  /** Of a bank more steps seldom help: what a transfer did shows in sums alone. */
  private static final long BANK_BUDGET_STEPS = 20_000;

  private TransactionCheckers() {}

  /**
   * {@code bank}: accounts that are opened once, transfers between them, and reads of all ({@link
   * Bank}).
   */
  public static Checker bank() {
    return whole("strictly-serializable", TransactionCheckers::bankVerdict, "read");
  }

  /**
   * {@code multi-register}: {@code txn} reads and writes several registers at once, and no value is
   * written twice to one ({@link TransactionStore}); {@code read} and {@code write} of one register
   * each, which transactions do not touch, are judged apart ({@link RegisterStore}).
   */
  public static Checker registers() {
    var parts = new LinkedHashMap<String, Checker>();
    parts.put("strictly-serializable", TransactionCheckers::registerVerdict);
    parts.put("linearizable", TransactionCheckers::singleVerdict);
    parts.putAll(settled("txn"));
    return Checker.compose(parts);
  }

  /**
   * {@code list-append}: {@code txn} appends to lists and reads them, and no element is appended
   * twice to one ({@link TransactionStore}).
   */
  public static Checker appends() {
    return whole("strictly-serializable", TransactionCheckers::appendVerdict, "txn");
  }

  private static Checker whole(String name, Checker safety, String f) {
    var parts = new LinkedHashMap<String, Checker>();
    parts.put(name, safety);
    parts.putAll(settled(f));
    return Checker.compose(parts);
  }

  private static LinkedHashMap<String, Checker> settled(String f) {
    var parts = new LinkedHashMap<String, Checker>();
    parts.put("decided", new Settled());
    parts.put("progress", new Progress(f, "a " + f));
    return parts;
  }

  private static Verdict bankVerdict(History history) {
    var ledger = new Ledger(history);
    Optional<Long> total = ledger.total();
    if (total.isEmpty()) {
      return Verdict.unknown("the accounts were never opened, or not always with the same total");
    }
    var laws = new BankLaws(history, ledger, total.get());
    List<Anomaly> broken = laws.broken();
    if (!broken.isEmpty()) {
      return Verdict.of(broken);
    }
    Optional<Verdict> guessed = laws.snapshots().flatMap(reads -> guessed(history, reads));
    if (guessed.isPresent()) {
      return guessed.get();
    }
    var certainty = new Certainty(history);
    laws.reconciliation().ifPresent(end -> end.tell(certainty));
    Verdict verdict = certainty.judge(Linearizable.of(new Bank()).budget(BANK_BUDGET_STEPS));
    boolean isUndecided = verdict.stats().containsKey("steps") && !ledger.reads().isEmpty();
    return verdict.validity() == Validity.UNKNOWN && isUndecided
        ? lawful(verdict, ledger)
        : verdict;
  }

  /**
   * What a bank promises first, the laws say, and they hold; whether there is one order of all,
   * nobody knows, and the verdict tells.
   */
  private static Verdict lawful(Verdict undecided, Ledger ledger) {
    var stats = new LinkedHashMap<String, @Nullable Object>(undecided.stats());
    stats.put("undecided", undecided.reason());
    String reason =
        "%d reads of all accounts found the total; whether all have one order is undecided"
            .formatted(ledger.reads().size());
    return new Verdict(
        Validity.VALID, List.of(), reason, undecided.evidence(), stats, undecided.parts());
  }

  /** An order in which what the reads tell holds, if one is found soon. */
  private static Optional<Verdict> guessed(History history, Snapshots reads) {
    var certainty = new Certainty(history);
    return Optional.of(certainty)
        .filter(reads::guess)
        .map(guess -> guess.judge(Linearizable.of(new Bank()).budget(BANK_BUDGET_STEPS)))
        .filter(verdict -> verdict.validity() == Validity.VALID);
  }

  /** Where there are none, the transactions are all there is to judge. */
  private static Verdict singleVerdict(History history) {
    var model = new RegisterStore();
    return history.clientOps().anyMatch(op -> model.knows(op.f()))
        ? Linearizable.of(model).check(history)
        : Verdict.valid().withStats(Map.of("skipped", "no operation on a single register"));
  }

  private static Verdict registerVerdict(History history) {
    List<Txn> txns = Txn.of(history);
    var registers = new Registers(txns);
    Laws laws = () -> RegisterLaws.broken(history, registers);
    return txnVerdict(history, txns, registers.twice(), laws)
        .orElseGet(() -> searched(history, txns, registers.readers()));
  }

  private static Verdict appendVerdict(History history) {
    List<Txn> txns = Txn.of(history);
    var lists = new Lists(txns);
    Laws laws = () -> AppendLaws.broken(history, lists);
    return txnVerdict(history, txns, lists.twice(), laws)
        .or(() -> ListOrder.judge(history, lists))
        .orElseGet(() -> searched(history, txns, lists.readers()));
  }

  /** Looks for what is broken. */
  private interface Laws {
    List<Anomaly> broken();
  }

  /** What can be said before an order is sought. */
  private static Optional<Verdict> txnVerdict(
      History history, List<Txn> txns, Optional<Version> twice, Laws laws) {
    Optional<Txn> malformed = txns.stream().filter(Txn::isOk).filter(Txn::isMalformed).findFirst();
    if (malformed.isPresent()) {
      String because = "the answer has other steps than the transaction";
      return Optional.of(
          Verdict.of(List.of(Witness.of(history, "malformed-answer", because, malformed.get()))));
    }
    if (twice.isPresent()) {
      return Optional.of(
          Verdict.unknown(
              "%s was written twice to %s, so nobody can tell who was read: write each value once"
                  .formatted(twice.get().value(), twice.get().key())));
    }
    List<Anomaly> broken = laws.broken();
    return broken.isEmpty() ? Optional.empty() : Optional.of(Verdict.of(broken));
  }

  private static Verdict searched(History history, List<Txn> txns, Map<Version, Integer> readers) {
    return certainty(history, txns, readers)
        .judge(Linearizable.of(new TransactionStore()).budget(BUDGET_STEPS));
  }

  /**
   * Of transactions that nobody saw end: those of whose writes nobody read any need not have
   * happened, since whatever is read was written by others; those that somebody read had happened
   * when that reader ended, and what they themselves read does not matter.
   */
  private static Certainty certainty(
      History history, List<Txn> txns, Map<Version, Integer> readers) {
    var certainty = new Certainty(history);
    for (Txn txn : txns) {
      if (txn.operation().outcome() != Type.INFO) {
        continue;
      }
      var writes = txn.steps().stream().filter(step -> !step.isRead()).toList();
      writes.stream()
          .map(step -> readers.get(step.version()))
          .filter(Objects::nonNull)
          .min(Comparator.naturalOrder())
          .ifPresentOrElse(
              reader ->
                  certainty.happened(
                      txn.operation().invoke(), reader, writes.stream().map(Step::plain).toList()),
              () -> certainty.leaveOut(txn.operation().invoke()));
    }
    return certainty;
  }
}
