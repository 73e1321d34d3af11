package dev.ordeal.bench;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.sessions.SequentialConsistency;
import dev.ordeal.checkers.sessions.SessionGuarantees;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** How long the judgement of large histories of registers takes, by operations and sessions. */
public final class SessionsBench {

  private SessionsBench() {}

  /** Prints a line per history; the greatest number of operations may be given. */
  public static void main(String[] arguments) {
    int most = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    for (int round = 0; round < 2; round++) {
      for (int operations = 10_000; operations <= most; operations *= 10) {
        for (int keys : new int[] {1, 1000}) {
          for (int lag : new int[] {0, 1, 50}) {
            for (boolean isLate : new boolean[] {false, true}) {
              var history = history(round + 1, operations, 10, keys, lag, isLate);
              var what =
                  "%,d ops %,d keys lag %d%s"
                      .formatted(operations, keys, lag, isLate ? " late violation" : "");
              measure("sessions   " + what, SessionGuarantees.ofKeys(), history);
              measure("sequential " + what, SequentialConsistency.ofKeys(), history);
            }
          }
        }
      }
    }
  }

  /**
   * A history of clients that are always busy: writes go to one log per key, and a session reads
   * from a copy of the whole log of all keys that is up to {@code lag} writes behind.
   */
  static History history(
      long seed, int operations, int sessions, int keys, int lag, boolean isLate) {
    var random = new Random(seed);
    var builder = History.builder();
    Object[] values = new Object[keys];
    long[][] log = new long[operations][];
    Object[][] copies = new Object[sessions][keys];
    int[] applied = new int[sessions];
    int written = 0;
    Op[] open = new Op[sessions];
    Object[] answers = new Object[sessions];
    for (int begun = 0; begun < operations; ) {
      int session = random.nextInt(sessions);
      if (open[session] != null) {
        builder.add(open[session].ok(answers[session]).withTime(builder.size()));
        open[session] = null;
        continue;
      }
      int key = random.nextInt(keys);
      boolean isWrite = random.nextInt(2) == 0;
      Object value = isWrite ? (Object) (long) ++begun : null;
      begun += isWrite ? 0 : 1;
      if (isWrite) {
        log[written++] = new long[] {key, begun};
        values[key] = value;
      }
      int upTo = isWrite ? written : Math.max(applied[session], written - random.nextInt(lag + 1));
      for (; applied[session] < upTo; applied[session]++) {
        long[] entry = log[applied[session]];
        copies[session][(int) entry[0]] = entry[1];
      }
      open[session] =
          Op.invoke(isWrite ? "write" : "read", pair(key, value))
              .withProcess(session)
              .withTime(builder.size());
      builder.add(open[session]);
      answers[session] = pair(key, isWrite ? value : copies[session][key]);
      if (isLate && !isWrite && begun > operations * 9L / 10 && values[key] != null) {
        answers[session] = pair(key, null);
        isLate = false;
      }
    }
    return builder.build();
  }

  private static List<@Nullable Object> pair(int key, @Nullable Object value) {
    return Arrays.asList((long) key, value);
  }

  private static void measure(String what, Checker checker, History history) {
    long start = cpuNanos();
    Verdict verdict = checker.check(history);
    System.out.printf(
        "%-60s %-8s %6d ms of CPU %s, %s%n",
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
