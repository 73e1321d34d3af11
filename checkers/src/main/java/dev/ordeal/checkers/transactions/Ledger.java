package dev.ordeal.checkers.transactions;

import dev.ordeal.history.History;
import dev.ordeal.history.Op.Type;
import dev.ordeal.history.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What clients asked a bank for, and what they read there. */
final class Ledger {
  private final List<Operation> opens = new ArrayList<>();
  private final List<Transfer> transfers = new ArrayList<>();
  private final List<Read> reads = new ArrayList<>();

  /** Money that goes from one account to another. */
  record Transfer(Operation operation, String from, String to, long amount) {
    boolean touches(String account) {
      return account.equals(from) || account.equals(to);
    }

    int begin() {
      return operation.invoke().index();
    }

    /** The position of its completion; only of one that somebody saw end. */
    int completion() {
      return operation.completion().orElseThrow().index();
    }

    boolean isOk() {
      return operation.outcome() == Type.OK;
    }

    boolean isOpen() {
      return operation.outcome() == Type.INFO;
    }

    boolean overlaps(Transfer other) {
      return !Txn.precede(operation, other.operation) && !Txn.precede(other.operation, operation);
    }
  }

  /** The balances that somebody read; one that was never set is 0. */
  record Read(Operation operation, Map<String, Long> balances) {
    int completion() {
      return operation.completion().orElseThrow().index();
    }

    long total() {
      return balances.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  Ledger(History history) {
    history.operations().forEach(this::add);
  }

  private void add(Operation operation) {
    Object input = operation.invoke().value();
    switch (operation.f()) {
      case "open" -> opens.add(operation);
      case "transfer" -> transfers.add(transfer(operation, input));
      case "read" -> {
        if (operation.outcome() == Type.OK) {
          balances(operation.completion().orElseThrow().value())
              .ifPresent(balances -> reads.add(new Read(operation, balances)));
        }
      }
      default -> {}
    }
  }

  private static Transfer transfer(Operation operation, @Nullable Object input) {
    if (input instanceof Map<?, ?> map
        && map.get("from") instanceof String from
        && map.get("to") instanceof String to
        && map.get("amount") instanceof Long amount) {
      return new Transfer(operation, from, to, amount);
    }
    throw new IllegalArgumentException("a transfer is {from, to, amount}, not " + input);
  }

  private static Optional<Map<String, Long>> balances(@Nullable Object answer) {
    if (!(answer instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    var balances = new LinkedHashMap<String, Long>();
    map.forEach(
        (account, balance) ->
            balances.put((String) account, balance instanceof Long number ? number : 0L));
    return Optional.of(balances);
  }

  /** The balances of the opening, if it happened once: then money only moves. */
  Optional<Map<String, Long>> opening() {
    var mayHave = opens.stream().filter(open -> open.outcome() != Type.FAIL).toList();
    return mayHave.size() == 1 ? balances(mayHave.get(0).invoke().value()) : Optional.empty();
  }

  /** Whether the accounts were all opened before a read began. */
  boolean isAfterOpening(Read read) {
    return opens.stream()
        .filter(open -> open.outcome() != Type.FAIL)
        .allMatch(open -> Txn.precede(open, read.operation()));
  }

  /** The sum of what the accounts were opened with, as often as they were; empty if it varies. */
  Optional<Long> total() {
    var totals =
        opens.stream()
            .flatMap(open -> balances(open.invoke().value()).stream())
            .map(all -> all.values().stream().mapToLong(Long::longValue).sum())
            .distinct()
            .toList();
    return totals.size() == 1 ? Optional.of(totals.get(0)) : Optional.empty();
  }

  /** The reads of all accounts, in the order in which they began. */
  List<Read> reads() {
    var accounts = opens.stream().flatMap(open -> keys(open).stream()).distinct().toList();
    return reads.stream().filter(read -> read.balances().keySet().containsAll(accounts)).toList();
  }

  private static List<String> keys(Operation open) {
    return balances(open.invoke().value()).map(all -> List.copyOf(all.keySet())).orElse(List.of());
  }

  List<Transfer> transfers() {
    return transfers;
  }

  /** Whether whoever may have read after this read found the same balances. */
  boolean isStillSoAfter(Read end) {
    return reads.stream()
        .filter(read -> !Txn.precede(read.operation(), end.operation()))
        .allMatch(read -> read.balances().equals(end.balances()));
  }

  /** Whether everything that is known to have happened had happened before a read began. */
  boolean isQuietAt(Read read) {
    return transfers.stream()
        .filter(Transfer::isOk)
        .allMatch(transfer -> Txn.precede(transfer.operation(), read.operation()));
  }
}
