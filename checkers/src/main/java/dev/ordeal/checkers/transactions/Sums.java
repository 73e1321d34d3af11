package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.transactions.Ledger.Transfer;
import java.util.Map;

/**
 * Balances of all accounts as one number. They are a vector, and so is a transfer; a vector is held
 * as its product with a fixed pseudo-random one, so that sums of vectors are sums of numbers. Two
 * that differ are the same number with a chance of one in 2^64: what fits by number may be wrong,
 * and nothing is convicted on it; what does not fit is certain.
 */
final class Sums {

  private Sums() {}

  static long of(Map<String, Long> balances) {
    long sum = 0;
    for (var balance : balances.entrySet()) {
      sum += balance.getValue() * weight(balance.getKey());
    }
    return sum;
  }

  static long of(Transfer transfer) {
    return debit(transfer) + credit(transfer);
  }

  /** The half of a transfer that takes money away. */
  static long debit(Transfer transfer) {
    return -transfer.amount() * weight(transfer.from());
  }

  /** The other half. */
  static long credit(Transfer transfer) {
    return transfer.amount() * weight(transfer.to());
  }

  /** The finalizer of SplitMix64 (Steele, Lea, Flood, 2014). */
  private static long weight(String account) {
    long z = account.hashCode() * 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return (z ^ z >>> 31) | 1;
  }
}
