package dev.ordeal.checkers.linearizable.internal;

import java.util.stream.IntStream;

/** Work that several threads share if there is enough of it. */
public final class SideBySide {
  /** Fewer operations are done with before another thread has woken up. */
  private static final int MANY_OPERATIONS = 10_000;

  private SideBySide() {}

  /** The numbers from 0 of pieces of work on so many operations in all. */
  public static IntStream range(int pieces, int operations) {
    var range = IntStream.range(0, pieces);
    return operations > MANY_OPERATIONS ? range.parallel() : range;
  }
}
