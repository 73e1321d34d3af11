package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Structure.Register.Words;
import dev.ordeal.history.History;
import dev.ordeal.history.History.Pair;

/**
 * Reads what operations in the words of {@link Words#KEYED} did to which key, where keys and values
 * are longs: without an object for any of them. What it cannot read is the model's to tell.
 */
final class PairReader {
  private final Problem problem;
  private final History history;
  private final Accesses accesses;
  private final long[] asked = new long[2];
  private final long[] answered = new long[2];

  /** Notes what it reads. */
  PairReader(Problem problem, Accesses accesses) {
    this.problem = problem;
    this.history = problem.history();
    this.accesses = accesses;
  }

  /** Whether an operation could be read; if so, what it did is noted. */
  boolean read(int operation) {
    int at = problem.invocation(operation);
    Pair pair = history.pair(at, asked);
    if (pair == Pair.NONE) {
      return false;
    }
    return switch (history.f(at)) {
      case "write" -> note(operation, true, pair, asked[1]);
      case "read" -> problem.isOptional(operation) || readAnswer(operation);
      default -> false;
    };
  }

  private boolean readAnswer(int operation) {
    Pair pair = history.pair(problem.completion(operation), answered);
    return pair != Pair.NONE
        && answered[0] == asked[0]
        && note(operation, false, pair, answered[1]);
  }

  private boolean note(int operation, boolean isWrite, Pair pair, long value) {
    if (pair == Pair.LONGS) {
      accesses.setLong(operation, isWrite, value);
    } else {
      accesses.setNull(operation, isWrite);
    }
    return true;
  }

  /** The key of what was read last. */
  long key() {
    return asked[0];
  }
}
