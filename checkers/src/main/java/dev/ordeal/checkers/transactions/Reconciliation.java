package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.transactions.Choices.Choice;
import dev.ordeal.checkers.transactions.Choices.Option;
import dev.ordeal.checkers.transactions.Ledger.Read;
import dev.ordeal.checkers.transactions.Ledger.Transfer;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Explains the balances in the end by the transfers: those that are ok happened, those that failed
 * did not, and of those that nobody saw end some did. Balances are compared as {@link Sums}.
 */
final class Reconciliation {
  private static final long MOST_TRIES = 20_000_000;

  /** What became of a transfer, other than it should. */
  enum How {
    LOST("lost-transfer", "was acknowledged and left no trace"),
    REPEATED("repeated-transfer", "happened twice"),
    ABORTED("aborted-transfer", "had failed and happened all the same"),
    DEBIT_ONLY("fractured-commit", "was taken from %s and never reached %s"),
    CREDIT_ONLY("fractured-commit", "reached %2$s and was never taken from %1$s"),
    DEBIT_TWICE("repeated-transfer", "was taken from %s twice"),
    CREDIT_TWICE("repeated-transfer", "reached %2$s twice");

    final String anomaly;
    private final String words;

    How(String anomaly, String words) {
      this.anomaly = anomaly;
      this.words = words;
    }

    String words(Transfer transfer) {
      return words.formatted(transfer.from(), transfer.to());
    }
  }

  /** A transfer that did not happen as it should. */
  record Deviation(Transfer transfer, How how) {}

  private final List<Transfer> transfers;
  private final List<Transfer> unknown;
  private final long target;
  private final long gained;
  private final boolean isStill;

  private final Read end;
  private int[] chosen = {};
  private List<Deviation> deviations = List.of();
  private boolean isExplained;

  /** Of what the accounts had in the beginning, and have when all is quiet. */
  Reconciliation(Ledger ledger, Map<String, Long> opening, Read end) {
    this.end = end;
    transfers = ledger.transfers();
    unknown = transfers.stream().filter(Transfer::isOpen).toList();
    long sum = Sums.of(end.balances()) - Sums.of(opening);
    for (Transfer transfer : transfers) {
      sum -= transfer.isOk() ? Sums.of(transfer) : 0;
    }
    target = sum;
    isStill = ledger.isStillSoAfter(end);
    gained = end.total() - opening.values().stream().mapToLong(Long::longValue).sum();
    explain();
  }

  /** Whether there is an explanation without any deviation, or too much is unknown to tell. */
  boolean isExplained() {
    return isExplained;
  }

  /**
   * Tells what became of those that nobody saw end, if only one answer fits: some happened before
   * the end. The others did not, and whoever read after that found the same, so an order in which
   * they come later is one without them.
   */
  void tell(Certainty certainty) {
    int deadline = end.operation().completion().orElseThrow().index();
    for (int i = 0; i < chosen.length; i++) {
      Op invocation = unknown.get(i).operation().invoke();
      if (chosen[i] == 0) {
        certainty.leaveOut(invocation);
      } else {
        certainty.happened(invocation, deadline, invocation.value());
      }
    }
  }

  /** The only smallest set of deviations that explains it; empty if there are more, or none. */
  List<Deviation> deviations() {
    return deviations;
  }

  private void explain() {
    List<List<Option>> items = unknown.stream().map(Reconciliation::noneOrAll).toList();
    if (!Choices.isFeasible(items)) {
      isExplained = gained == 0;
      return;
    }
    var choices = Choices.of(items);
    Choice choice = choices.reaching(target);
    isExplained = choice.cost() < Integer.MAX_VALUE;
    if (isExplained && choice.isOnly() && isStill) {
      chosen = choice.options();
    } else if (!isExplained) {
      List<Deviation> one = one(choices);
      deviations = one.isEmpty() && gained != 0 ? halves() : one.size() == 1 ? one : List.of();
    }
  }

  private static List<Option> noneOrAll(Transfer transfer) {
    return List.of(new Option(0, 0), new Option(Sums.of(transfer), 0));
  }

  /** Each single transfer, of those whose end somebody saw, that explains it by deviating. */
  private List<Deviation> one(Choices choices) {
    var found = new ArrayList<Deviation>();
    long tries = 0;
    for (Transfer transfer : transfers) {
      boolean fits = gained == 0 || Math.abs(gained) == transfer.amount();
      tries += fits ? 1L << (unknown.size() + 1) / 2 : 0;
      if (fits && !transfer.isOpen() && tries < MOST_TRIES) {
        for (How how : How.values()) {
          long excess = excess(transfer, how);
          if (excess != 0 && choices.reaching(target - excess).cost() < Integer.MAX_VALUE) {
            found.add(new Deviation(transfer, how));
          }
        }
      }
    }
    return found;
  }

  /** What a deviation adds to what should be; 0 if a transfer cannot deviate so. */
  private static long excess(Transfer transfer, How how) {
    boolean ok = transfer.isOk();
    return switch (how) {
      case LOST -> ok ? -Sums.of(transfer) : 0;
      case REPEATED -> ok ? Sums.of(transfer) : 0;
      case ABORTED -> ok ? 0 : Sums.of(transfer);
      case DEBIT_ONLY -> ok ? -Sums.credit(transfer) : Sums.debit(transfer);
      case CREDIT_ONLY -> ok ? -Sums.debit(transfer) : Sums.credit(transfer);
      case DEBIT_TWICE -> ok ? Sums.debit(transfer) : 0;
      case CREDIT_TWICE -> ok ? Sums.credit(transfer) : 0;
    };
  }

  /** As few as possible of those that nobody saw end happened by half. */
  private List<Deviation> halves() {
    List<List<Option>> items =
        unknown.stream()
            .map(
                transfer ->
                    List.of(
                        new Option(0, 0),
                        new Option(Sums.of(transfer), 0),
                        new Option(Sums.debit(transfer), 1),
                        new Option(Sums.credit(transfer), 1)))
            .toList();
    if (!Choices.isFeasible(items)) {
      return List.of();
    }
    Choice choice = Choices.of(items).reaching(target);
    var found = new ArrayList<Deviation>();
    for (int i = 0; choice.isOnly() && i < choice.options().length; i++) {
      if (choice.options()[i] > 1) {
        How how = choice.options()[i] == 2 ? How.DEBIT_ONLY : How.CREDIT_ONLY;
        found.add(new Deviation(unknown.get(i), how));
      }
    }
    return found;
  }
}
