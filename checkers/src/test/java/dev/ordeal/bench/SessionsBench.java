package dev.ordeal.bench;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.sessions.SequentialConsistency;
import dev.ordeal.checkers.sessions.SessionGuarantees;
import dev.ordeal.history.History;
import java.lang.management.ManagementFactory;

/** How long the judgement of large histories of registers takes, by operations and sessions. */
public final class SessionsBench {

  private SessionsBench() {}

  /** Prints a line per history; the greatest number of operations may be given. */
  public static void main(String[] arguments) {
    int most = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    for (int operations = 10_000; operations <= most; operations *= 10) {
      for (int sessions : new int[] {10, 100}) {
        for (int keys : new int[] {1, 1000}) {
          for (int lag : new int[] {0, 50}) {
            both("valid", operations, sessions, keys, lag, operations);
            both("late violation", operations, sessions, keys, lag, operations / 10 * 9);
          }
        }
      }
    }
  }

  private static void both(
      String what, int operations, int sessions, int keys, int lag, int staleFrom) {
    var history = LaggingRegisters.of(1, operations, sessions, keys, lag, staleFrom);
    var line =
        "%,d ops, %d sessions, %,d keys, lag %d, %s"
            .formatted(operations, sessions, keys, lag, what);
    measure("sessions   " + line, SessionGuarantees.ofKeys(), history);
    measure("sequential " + line, SequentialConsistency.ofKeys(), history);
  }

  private static void measure(String what, Checker checker, History history) {
    checker.check(history);
    long start = cpuNanos();
    Verdict verdict = checker.check(history);
    System.out.printf(
        "%-75s %-8s %6d ms of CPU %s, %s%n",
        what,
        verdict.validity(),
        (cpuNanos() - start) / 1_000_000,
        verdict.stats().getOrDefault("algorithm", ""),
        verdict.anomalies().isEmpty()
            ? verdict.reason()
            : verdict.anomalies().get(0).witness().size() + " ops shown");
  }

  /** The clock of this thread, as others may be busy on the same cores. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
