package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.transactions.Choices.Choice;
import dev.ordeal.checkers.transactions.Choices.Option;
import dev.ordeal.checkers.transactions.Ledger.Read;
import dev.ordeal.checkers.transactions.Ledger.Transfer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each read of all accounts tells of the transfers: it shows the opening and those that had
 * happened.
 *
 * <p>Of these it is certain that they include all that were acknowledged before the read began, and
 * none that failed or began after it ended. Open are only those that were under way meanwhile, and
 * those that nobody saw end: mostly one choice of so few explains what was read ({@link Choices}).
 */
final class Snapshots {
  /** Of more that is open, first only the latest are looked at. */
  private static final int FEW = 20;

  /** The most that choices are made of. */
  private static final int MANY = 34;

  private final Ledger ledger;
  private final long opening;
  private final List<Read> reads;

  /** A read that nothing explains, and the acknowledged transfers that it seems to lack. */
  record Unexplained(Read read, List<Transfer> missing) {}

  Snapshots(Ledger ledger, Map<String, Long> opening) {
    this.ledger = ledger;
    this.opening = Sums.of(opening);
    this.reads =
        ledger.reads().stream()
            .filter(ledger::isAfterOpening)
            .sorted(Comparator.comparing(Read::completion))
            .toList();
  }

  /**
   * A read that no choice of what is open explains; reads of which too much is open are passed
   * over. This is certain, since sums that differ are of different balances.
   */
  Optional<Unexplained> unexplained() {
    for (Read read : reads) {
      List<Transfer> open = open(read);
      long left = Sums.of(read.balances()) - opening;
      for (Transfer transfer : ledger.transfers()) {
        left -= isBefore(transfer, read) ? Sums.of(transfer) : 0;
      }
      if (open.size() <= FEW && isImpossible(open, left)) {
        return Optional.of(new Unexplained(read, missing(read, open, left)));
      }
    }
    return Optional.empty();
  }

  private static boolean isImpossible(List<Transfer> open, long left) {
    return reaching(open.stream().map(one -> happenedOrNot(one, 0)).toList(), left).cost()
        == Integer.MAX_VALUE;
  }

  /** The fewest of the last acknowledged that the read can be explained without. */
  private List<Transfer> missing(Read read, List<Transfer> open, long left) {
    var last =
        ledger.transfers().stream()
            .filter(transfer -> isBefore(transfer, read))
            .sorted(Comparator.comparing(Transfer::completion).reversed())
            .limit(FEW - open.size())
            .toList();
    var items = new ArrayList<List<Option>>();
    last.forEach(one -> items.add(List.of(new Option(0, 0), new Option(-Sums.of(one), 1))));
    open.forEach(one -> items.add(happenedOrNot(one, 0)));
    Choice choice = reaching(items, left);
    var missing = new ArrayList<Transfer>();
    for (int i = 0; i < last.size() && choice.cost() < Integer.MAX_VALUE; i++) {
      if (choice.options()[i] > 0) {
        missing.add(last.get(i));
      }
    }
    return missing;
  }

  /**
   * Guesses of the transfers that nobody saw end which of them happened, and who was the first to
   * see it: what explains each read with the fewest that nobody had seen before. An order of what
   * is then left to order is one of the history; that there is none proves nothing.
   *
   * @return false if nothing is guessed
   */
  boolean guess(Certainty certainty) {
    var seen = new IdentityHashMap<Transfer, Read>();
    for (Read read : reads) {
      if (!guess(read, seen)) {
        return false;
      }
    }
    for (Transfer transfer : ledger.transfers()) {
      var invocation = transfer.operation().invoke();
      Read first = seen.get(transfer);
      if (first != null) {
        certainty.happened(invocation, first.completion(), invocation.value());
      } else if (transfer.isOpen()) {
        certainty.leaveOut(invocation);
      }
    }
    return true;
  }

  private boolean guess(Read read, IdentityHashMap<Transfer, Read> seen) {
    long left = Sums.of(read.balances()) - opening;
    for (Transfer transfer : ledger.transfers()) {
      left -= isKnownBefore(transfer, read, seen) ? Sums.of(transfer) : 0;
    }
    var open =
        open(read).stream()
            .filter(transfer -> !isKnownBefore(transfer, read, seen))
            .sorted(Comparator.comparing(Transfer::isOpen))
            .toList();
    return guess(read, left, open.subList(0, Math.min(FEW, open.size())), seen)
        || open.size() > FEW
            && guess(read, left, open.subList(0, Math.min(MANY, open.size())), seen);
  }

  private static boolean guess(
      Read read, long left, List<Transfer> open, IdentityHashMap<Transfer, Read> seen) {
    Choice choice =
        reaching(
            open.stream()
                .map(one -> happenedOrNot(one, one.isOpen() && !seen.containsKey(one) ? 1 : 0))
                .toList(),
            left);
    if (choice.cost() == Integer.MAX_VALUE) {
      return false;
    }
    for (int i = 0; i < open.size(); i++) {
      if (choice.options()[i] > 0 && open.get(i).isOpen()) {
        seen.putIfAbsent(open.get(i), read);
      }
    }
    return true;
  }

  /** Whether it was acknowledged before a read, or seen by an earlier one. */
  private static boolean isKnownBefore(
      Transfer transfer, Read read, IdentityHashMap<Transfer, Read> seen) {
    Read first = seen.get(transfer);
    return isBefore(transfer, read)
        || first != null && Txn.precede(first.operation(), read.operation());
  }

  private static boolean isBefore(Transfer transfer, Read read) {
    return transfer.isOk() && Txn.precede(transfer.operation(), read.operation());
  }

  /** What may or may not have happened when a read happened, the latest first. */
  private List<Transfer> open(Read read) {
    return ledger.transfers().stream()
        .filter(transfer -> transfer.isOk() || transfer.isOpen())
        .filter(transfer -> !isBefore(transfer, read))
        .filter(transfer -> !Txn.precede(read.operation(), transfer.operation()))
        .sorted(Comparator.comparing(Transfer::begin).reversed())
        .toList();
  }

  private static List<Option> happenedOrNot(Transfer transfer, int cost) {
    return List.of(new Option(0, 0), new Option(Sums.of(transfer), cost));
  }

  private static Choice reaching(List<List<Option>> items, long sum) {
    return Choices.of(items).reaching(sum);
  }
}
