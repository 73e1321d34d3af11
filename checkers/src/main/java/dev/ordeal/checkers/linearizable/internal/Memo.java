package dev.ordeal.checkers.linearizable.internal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The set of operations that are linearized now, and the configurations (set, state) seen so far.
 *
 * <p>Sets are kept exactly, not by a hash of them, yet small: of the operations that must be
 * linearized all below the first that is not are, and none above a last one; what lies between is a
 * few bits. Optional operations have bits of their own.
 */
final class Memo<S> {
  /** Beyond so many words the memo starts anew: it only saves time. 16M words are 128 MB. */
  private static final long MAX_WORDS = 16L << 20;

  private static final int WORDS_OF_OVERHEAD = 8;

  private final Map<S, Integer> states = new HashMap<>();
  private final Set<Key> seen = new HashSet<>();
  private long words;

  private final boolean[] isOptional;
  private final int[] bit;

  /** Which operation an optional bit stands for. */
  private final int[] operationOfBit;

  private final long[] required;
  private final long[] optional;
  private int requiredFrom;
  private int requiredTo;
  private int optionalFrom;
  private int optionalTo;

  Memo(boolean[] isOptional) {
    this.isOptional = isOptional;
    bit = new int[isOptional.length];
    operationOfBit = new int[isOptional.length];
    int optionals = 0;
    for (int i = 0; i < bit.length; i++) {
      operationOfBit[optionals] = i;
      bit[i] = isOptional[i] ? optionals++ : i - optionals;
    }
    required = new long[(bit.length - optionals >> 6) + 1];
    optional = new long[(optionals >> 6) + 1];
  }

  boolean contains(int operation) {
    long[] set = isOptional[operation] ? optional : required;
    return (set[bit[operation] >> 6] >>> bit[operation] & 1) != 0;
  }

  void set(int operation) {
    int word = bit[operation] >> 6;
    if (isOptional[operation]) {
      optional[word] |= 1L << bit[operation];
      optionalFrom = Math.min(optionalFrom, word);
      optionalTo = Math.max(optionalTo, word + 1);
    } else {
      required[word] |= 1L << bit[operation];
      requiredTo = Math.max(requiredTo, word + 1);
    }
  }

  void clear(int operation) {
    int word = bit[operation] >> 6;
    if (isOptional[operation]) {
      optional[word] &= ~(1L << bit[operation]);
    } else {
      required[word] &= ~(1L << bit[operation]);
      requiredFrom = Math.min(requiredFrom, word);
    }
  }

  /** The next optional operation in the set, after another or after -1; -1 if there is none. */
  int optionalAfter(int operation) {
    trim();
    int from = operation < 0 ? optionalFrom << 6 : bit[operation] + 1;
    for (int word = from >> 6; word < optionalTo; word++, from = word << 6) {
      long rest = optional[word] & -1L << from;
      if (rest != 0) {
        return operationOfBit[(word << 6) + Long.numberOfTrailingZeros(rest)];
      }
    }
    return -1;
  }

  /** Whether the set as it is now, with this state, was never asked for before. */
  boolean isNew(S state) {
    Integer known = states.putIfAbsent(state, states.size());
    var key = new Key(key(known == null ? states.size() - 1 : known));
    if (!seen.add(key)) {
      return false;
    }
    words += key.words.length + WORDS_OF_OVERHEAD;
    if (words > MAX_WORDS) {
      words = 0;
      seen.clear();
      states.clear();
    }
    return true;
  }

  private long[] key(int state) {
    trim();
    int fromRequired = requiredFrom;
    int sizeRequired = Math.max(0, requiredTo - requiredFrom);
    int sizeOptional = Math.max(0, optionalTo - optionalFrom);
    long[] key = new long[2 + sizeRequired + sizeOptional];
    key[0] = (long) state << 32 | fromRequired;
    key[1] = (long) (sizeOptional == 0 ? 0 : optionalFrom) << 32 | sizeRequired;
    System.arraycopy(required, fromRequired, key, 2, sizeRequired);
    System.arraycopy(optional, optionalFrom, key, 2 + sizeRequired, sizeOptional);
    return key;
  }

  private void trim() {
    while (requiredFrom < required.length && required[requiredFrom] == -1L) {
      requiredFrom++;
    }
    while (requiredTo > requiredFrom && required[requiredTo - 1] == 0) {
      requiredTo--;
    }
    while (optionalTo > 0 && optional[optionalTo - 1] == 0) {
      optionalTo--;
    }
    while (optionalFrom < optionalTo && optional[optionalFrom] == 0) {
      optionalFrom++;
    }
    if (optionalTo == 0) {
      optionalFrom = 0;
    }
  }

  private static final class Key {
    private final long[] words;
    private final int hash;

    Key(long[] words) {
      this.words = words;
      int mixed = Arrays.hashCode(words);
      hash = mixed ^ mixed >>> 15;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
