package dev.ordeal.bench;

import dev.ordeal.history.History;
import dev.ordeal.history.HistoryBuilder;
import dev.ordeal.history.Op;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Histories of registers by a seed, with clients that are always busy: all writes go to one log,
 * and a session reads from a copy that is up to some writes behind, so they are sequentially
 * consistent, and linearizable only without lag.
 */
public final class LaggingRegisters {
  private final Random random;
  private final int lag;
  private final HistoryBuilder history = History.builder();
  private final long[][] log;
  private final Object[][] copies;
  private final int[] applied;
  private final Op[] open;
  private final Object[] answers;
  private final boolean[] isWritten;
  private int written;

  private LaggingRegisters(long seed, int operations, int sessions, int keys, int lag) {
    random = new Random(seed);
    this.lag = lag;
    log = new long[operations][];
    copies = new Object[sessions][keys];
    applied = new int[sessions];
    open = new Op[sessions];
    answers = new Object[sessions];
    isWritten = new boolean[keys];
  }

  /**
   * A history.
   *
   * @param lag how many writes a session may be behind
   * @param staleFrom from which operation on one read answers nil where something was written
   */
  public static History of(
      long seed, int operations, int sessions, int keys, int lag, int staleFrom) {
    var registers = new LaggingRegisters(seed, operations, sessions, keys, lag);
    boolean isDue = true;
    for (int begun = 0; begun < operations; ) {
      int session = registers.random.nextInt(sessions);
      if (registers.open[session] != null) {
        registers.end(session);
      } else {
        boolean mayBeStale = isDue && begun >= staleFrom;
        isDue &= !registers.begin(session, begun++, mayBeStale);
      }
    }
    for (int session = 0; session < sessions; session++) {
      if (registers.open[session] != null) {
        registers.end(session);
      }
    }
    return registers.history.build();
  }

  /** Begins something, and says whether it is a stale read. */
  private boolean begin(int session, int number, boolean mayBeStale) {
    int key = random.nextInt(isWritten.length);
    boolean isWrite = random.nextInt(2) == 0;
    Object value = isWrite ? (Object) (long) number : null;
    if (isWrite) {
      log[written++] = new long[] {key, number};
    }
    boolean isStale = mayBeStale && !isWrite && isWritten[key];
    isWritten[key] |= isWrite;
    catchUp(session, isWrite ? written : written - random.nextInt(lag + 1));
    open[session] =
        Op.invoke(isWrite ? "write" : "read", pair(key, value))
            .withProcess(session)
            .withTime(history.size());
    history.add(open[session]);
    answers[session] = pair(key, isStale ? null : copies[session][key]);
    return isStale;
  }

  private void catchUp(int session, int upTo) {
    for (; applied[session] < upTo; applied[session]++) {
      long[] entry = log[applied[session]];
      copies[session][(int) entry[0]] = entry[1];
    }
  }

  private void end(int session) {
    history.add(open[session].ok(answers[session]).withTime(history.size()));
    open[session] = null;
  }

  private static List<@Nullable Object> pair(int key, @Nullable Object value) {
    return Arrays.asList((long) key, value);
  }
}
