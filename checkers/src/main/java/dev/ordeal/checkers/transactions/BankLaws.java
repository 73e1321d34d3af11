package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.transactions.Ledger.Read;
import dev.ordeal.checkers.transactions.Ledger.Transfer;
import dev.ordeal.checkers.transactions.Reconciliation.Deviation;
import dev.ordeal.history.History;
import dev.ordeal.history.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The laws of a bank that one or two reads suffice to break: the total never changes, no account is
 * below zero, and in the end the balances are those that the transfers explain.
 */
final class BankLaws {
  private final History history;
  private final Ledger ledger;
  private final List<Read> reads;
  private final long total;
  private final Optional<Reconciliation> reconciliation;
  private final Optional<Snapshots> snapshots;
  private final List<Anomaly> found = new ArrayList<>();

  /** Of accounts whose opening says a total. */
  BankLaws(History history, Ledger ledger, long total) {
    this.history = history;
    this.ledger = ledger;
    this.total = total;
    this.reads = ledger.reads();
    this.snapshots = ledger.opening().map(opening -> new Snapshots(ledger, opening));
    this.reconciliation =
        reads.isEmpty()
            ? Optional.empty()
            : ledger.opening().flatMap(opening -> reconciled(opening, last()));
  }

  private Optional<Reconciliation> reconciled(Map<String, Long> opening, Read end) {
    return ledger.isQuietAt(end)
        ? Optional.of(new Reconciliation(ledger, opening, end))
        : Optional.empty();
  }

  private Read last() {
    return reads.get(reads.size() - 1);
  }

  /** What the balances in the end say of the transfers; empty if nobody read them in the quiet. */
  Optional<Reconciliation> reconciliation() {
    return reconciliation;
  }

  /** What the reads say of the transfers; empty if it is unknown what the accounts began with. */
  Optional<Snapshots> snapshots() {
    return snapshots;
  }

  /** What is broken, each law once. */
  List<Anomaly> broken() {
    if (reads.isEmpty()) {
      return List.of();
    }
    reconciliation.ifPresent(this::unexplained);
    totals();
    negative();
    if (found.isEmpty()) {
      snapshots.flatMap(Snapshots::unexplained).ifPresent(this::unexplained);
    }
    return found;
  }

  /** In the end a transfer has happened by half, or twice, or not at all, and only this one can. */
  private void unexplained(Reconciliation end) {
    for (Deviation deviation : end.deviations()) {
      if (!isPerhapsOverwritten(deviation)) {
        Transfer transfer = deviation.transfer();
        add(
            deviation.how().anomaly,
            ("p%d's transfer of %d from %s to %s %s:"
                    + " no other single cause explains the balances in the end")
                .formatted(
                    transfer.operation().process(),
                    transfer.amount(),
                    transfer.from(),
                    transfer.to(),
                    deviation.how().words(transfer)),
            transfer.operation(),
            last().operation());
      }
    }
    if (found.isEmpty() && !end.isExplained() && last().total() == total) {
      add(
          "wrong-balances",
          "the total is right, but no choice of the transfers whose end nobody saw explains the"
              + " balances in the end",
          ledger.transfers().stream()
              .map(Transfer::operation)
              .reduce((a, b) -> b)
              .orElse(last().operation()),
          last().operation());
    }
  }

  /** What one read shows can be no state in which all is that was acknowledged before. */
  private void unexplained(Snapshots.Unexplained wrong) {
    Read read = wrong.read();
    if (wrong.missing().isEmpty()) {
      add(
          "wrong-balances",
          "no choice of the transfers under way explains the balances that p%d reads"
              .formatted(read.operation().process()),
          read.operation());
      return;
    }
    Transfer missing = wrong.missing().get(0);
    add(
        "stale-read",
        ("p%d's transfer of %d from %s to %s was acknowledged, and p%d, who began after that, reads"
                + " balances that are explained without it, and not with it")
            .formatted(
                missing.operation().process(),
                missing.amount(),
                missing.from(),
                missing.to(),
                read.operation().process()),
        missing.operation(),
        read.operation());
  }

  /** Half of what was acknowledged may also be missing since a transfer beside it overwrote it. */
  private boolean isPerhapsOverwritten(Deviation deviation) {
    Transfer half = deviation.transfer();
    return half.isOk()
        && deviation.how().anomaly.equals("fractured-commit")
        && ledger.transfers().stream()
            .filter(other -> other != half && other.overlaps(half))
            .filter(other -> other.isOk() || other.isOpen())
            .anyMatch(other -> other.touches(half.from()) || other.touches(half.to()));
  }

  /** A wrong total that stays is money made or lost; one that comes right again is no snapshot. */
  private void totals() {
    int lastRight = -1;
    int firstWrong = -1;
    for (int i = 0; i < reads.size(); i++) {
      if (reads.get(i).total() == total) {
        lastRight = i;
      } else if (firstWrong < 0) {
        firstWrong = i;
      }
    }
    if (lastRight < reads.size() - 1) {
      Read wrong = reads.get(lastRight + 1);
      Stream<Operation> before =
          lastRight < 0 ? Stream.empty() : Stream.of(reads.get(lastRight).operation());
      add(
          "wrong-total",
          "the accounts hold %d from here on, and held %d when they were opened: %d %s"
              .formatted(
                  last().total(),
                  total,
                  Math.abs(last().total() - total),
                  last().total() < total ? "are lost" : "came from nowhere"),
          Stream.concat(before, Stream.of(wrong.operation(), last().operation()))
              .toArray(Operation[]::new));
    }
    if (firstWrong >= 0 && firstWrong < lastRight) {
      Read wrong = reads.get(firstWrong);
      add(
          "read-skew",
          "what p%d reads adds up to %d, and what is read later to %d again: that was no snapshot"
              .formatted(wrong.operation().process(), wrong.total(), total),
          wrong.operation(),
          reads.get(lastRight).operation());
    }
  }

  private void negative() {
    for (Read read : reads) {
      for (var balance : read.balances().entrySet()) {
        if (balance.getValue() < 0) {
          add(
              "negative-balance",
              "account %s has %d".formatted(balance.getKey(), balance.getValue()),
              read.operation());
        }
      }
    }
  }

  private void add(String name, String because, Operation... operations) {
    if (found.stream().noneMatch(known -> known.name().equals(name))) {
      found.add(Witness.of(history, name, because, Stream.of(operations).distinct().toList()));
    }
  }
}
