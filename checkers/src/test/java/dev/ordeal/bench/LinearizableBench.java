package dev.ordeal.bench;

import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.FencedLock;
import dev.ordeal.history.History;
import dev.ordeal.history.Notation;

/** How long the judgement of large fenced-lock histories takes. */
public final class LinearizableBench {

  private LinearizableBench() {}

  /** Prints a line per history. */
  public static void main(String[] arguments) {
    for (int round = 0; round < 2; round++) {
      for (int operations : new int[] {1_000, 50_000, 100_000}) {
        for (int processes : new int[] {10, 20}) {
          var history = FencedHistories.of(round + 1, processes, operations, 0.02);
          measure("valid", processes, history);
          measure("invalid", processes, FencedHistories.spoiled(history, history.size() * 9 / 10));
        }
      }
    }
  }

  private static void measure(String what, int processes, History history) {
    long start = System.nanoTime();
    Verdict verdict = Linearizable.of(new FencedLock()).check(history);
    System.out.printf(
        "%-8s %7d ops %3d processes: %-8s %6d ms %9s steps%n",
        what,
        history.size(),
        processes,
        verdict.validity(),
        (System.nanoTime() - start) / 1_000_000,
        verdict.stats().get("steps"));
    for (var anomaly : verdict.anomalies()) {
      System.out.println("    " + anomaly.name() + ": " + anomaly.because());
      System.out.print(Notation.printAligned(anomaly.witness()).indent(6));
    }
    if (verdict.validity() == Verdict.Validity.UNKNOWN) {
      System.out.println("    " + verdict.reason());
    }
  }
}
