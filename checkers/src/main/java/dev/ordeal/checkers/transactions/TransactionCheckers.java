package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Progress;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.Bank;
import dev.ordeal.checkers.models.RegisterStore;
import dev.ordeal.checkers.models.TransactionStore;
import dev.ordeal.checkers.transactions.Ledger.Transfer;
import dev.ordeal.checkers.transactions.Txn.Step;
import dev.ordeal.checkers.transactions.Txn.Version;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import dev.ordeal.history.Operation;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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
    parts.put("linearizable", Linearizable.of(new RegisterStore()));
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
    Set<Op> never =
        laws.reconciliation().stream()
            .flatMap(end -> end.never().stream())
            .map(Transfer::operation)
            .map(Operation::invoke)
            .collect(Collectors.toSet());
    return search(history, new Bank(), op -> !never.contains(op));
  }

  private static Verdict registerVerdict(History history) {
    List<Txn> txns = Txn.of(history);
    var registers = new Registers(txns);
    return txnVerdict(
        history,
        txns,
        registers.twice(),
        () -> RegisterLaws.broken(history, registers),
        registers::seen);
  }

  private static Verdict appendVerdict(History history) {
    List<Txn> txns = Txn.of(history);
    var lists = new Lists(txns);
    return txnVerdict(
        history, txns, lists.twice(), () -> AppendLaws.broken(history, lists), lists::seen);
  }

  private static Verdict txnVerdict(
      History history,
      List<Txn> txns,
      Optional<Version> twice,
      Supplier<List<Anomaly>> laws,
      Supplier<Set<Version>> seen) {
    Optional<Txn> malformed = txns.stream().filter(Txn::isOk).filter(Txn::isMalformed).findFirst();
    if (malformed.isPresent()) {
      String because = "the answer has other steps than the transaction";
      return Verdict.of(List.of(Witness.of(history, "malformed-answer", because, malformed.get())));
    }
    if (twice.isPresent()) {
      return Verdict.unknown(
          "%s was written twice to %s, so nobody can tell who was read: write each value once"
              .formatted(twice.get().value(), twice.get().key()));
    }
    List<Anomaly> broken = laws.get();
    if (!broken.isEmpty()) {
      return Verdict.of(broken);
    }
    Set<Op> unseen = unseen(txns, seen.get());
    return search(history, new TransactionStore(), op -> !unseen.contains(op));
  }

  /**
   * Transactions that nobody saw end, and of whose writes nobody read any: an order in which they
   * happen is still one without them, since whatever is read was written by others.
   */
  private static Set<Op> unseen(List<Txn> txns, Set<Version> seen) {
    var unseen = new HashSet<Op>();
    for (Txn txn : txns) {
      boolean isOpen = txn.operation().outcome() == Type.INFO;
      if (isOpen && txn.steps().stream().map(Step::version).noneMatch(seen::contains)) {
        unseen.add(txn.operation().invoke());
      }
    }
    return unseen;
  }

  /** Those that are not kept go by another name, so that no position changes. */
  private static Verdict search(History history, Model<?> model, Predicate<Op> kept) {
    var renamed =
        history.stream()
            .map(
                op -> {
                  boolean isKept =
                      op.isNemesis()
                          || kept.test(op.type().completes() ? history.invocation(op) : op);
                  return isKept ? op : unknown(op);
                })
            .toList();
    return Linearizable.of(model).check(History.of(renamed));
  }

  private static Op unknown(Op op) {
    return new Op(op.index(), op.time(), op.process(), op.type(), "unseen", op.value(), op.error());
  }
}
