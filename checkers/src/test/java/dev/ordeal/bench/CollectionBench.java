package dev.ordeal.bench;

import dev.ordeal.bench.CollectionHistories.Kind;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.FifoQueue;
import dev.ordeal.checkers.models.PriorityQueue;
import dev.ordeal.checkers.models.Stack;
import dev.ordeal.history.History;
import java.util.Arrays;

/** How long the judgement of large histories of collections takes: medians of several rounds. */
public final class CollectionBench {
  private static final int ROUNDS = 7;

  private CollectionBench() {}

  /** Prints a line per history; the arguments are numbers of operations. */
  public static void main(String[] arguments) {
    int[] sizes =
        arguments.length == 0
            ? new int[] {10_000, 100_000}
            : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
    for (int operations : sizes) {
      for (Kind kind : Kind.values()) {
        for (double unseen : new double[] {0, 100.0 / operations}) {
          for (int lostAt : new int[] {-1, operations * 9 / 10}) {
            measure(
                kind, CollectionHistories.of(kind, 7, 50, operations, unseen, lostAt), unseen > 0);
          }
        }
      }
    }
  }

  private static Model<?> model(Kind kind) {
    return switch (kind) {
      case QUEUE -> new FifoQueue();
      case STACK -> new Stack();
      default -> new PriorityQueue();
    };
  }

  private static void measure(Kind kind, History history, boolean unseen) {
    var checker = Linearizable.of(model(kind));
    double[] millis = new double[ROUNDS];
    Verdict verdict = Verdict.unknown("");
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      verdict = checker.check(history);
      millis[round] = (System.nanoTime() - start) / 1e6;
    }
    double first = millis[0];
    Arrays.sort(millis);
    System.out.printf(
        "%-15s %8d lines %-12s %-8s %-28s %8.1f ms (first %.1f) %s steps%n",
        kind,
        history.size(),
        unseen ? "unseen" : "all seen",
        verdict.validity(),
        verdict.stats().get("algorithm"),
        millis[ROUNDS / 2],
        first,
        verdict.stats().get("steps"));
    verdict
        .anomalies()
        .forEach(a -> System.out.println("    " + a.witness().size() + " " + a.because()));
    if (verdict.validity() == Verdict.Validity.UNKNOWN) {
      System.out.println("    " + verdict.reason());
    }
  }
}
