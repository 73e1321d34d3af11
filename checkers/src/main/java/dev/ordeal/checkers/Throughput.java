package dev.ordeal.checkers;

import dev.ordeal.checkers.Recovery.Comeback;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The ok operations of the calm on the clock of the calm: how many there are a second, and from
 * when on after a healing there are so many again.
 */
final class Throughput {
  private static final double REGAINED = 0.9;
  private static final int OKS_PER_WINDOW = 50;
  private static final long WINDOW_MIN = Duration.ofMillis(100).toNanos();
  private static final long WINDOW_MAX = Duration.ofSeconds(1).toNanos();

  private final Longs calm = new Longs();
  private final Longs times = new Longs();
  private final Longs indexes = new Longs();
  private long begin;
  private long firstFault;
  private long end;
  private long window = WINDOW_MAX;
  private OptionalDouble perWindow = OptionalDouble.empty();

  /** Per ok: the position of the first from which on a window is full enough; the size if none. */
  private int[] nextFull = {};

  /** An ok in calm: when, on the clock of the calm and on the trial's, and which op. */
  void ok(long calmTime, long time, int index) {
    calm.add(calmTime);
    times.add(time);
    indexes.add(index);
  }

  /** All oks are known; these times are of the clock of the calm. */
  void complete(long newBegin, long newFirstFault, long newEnd) {
    begin = newBegin;
    firstFault = newFirstFault;
    end = newEnd;
    long length = end - begin;
    if (length <= 0 || calm.size() == 0) {
      return;
    }
    double wanted = (double) OKS_PER_WINDOW * length / calm.size();
    window = (long) Math.max(WINDOW_MIN, Math.min(WINDOW_MAX, wanted));
    double most = Math.max(beforeFaults(), median());
    if (most > 0) {
      perWindow = OptionalDouble.of(most);
      findFull(REGAINED * most);
    }
  }

  private double beforeFaults() {
    long length = Math.min(firstFault, end) - begin;
    int oks = calm.firstFrom(begin + length) - calm.firstFrom(begin);
    return length < window ? 0 : (double) oks * window / length;
  }

  private double median() {
    int windows = (int) Math.min(Integer.MAX_VALUE, (end - begin) / window);
    if (windows == 0) {
      return 0;
    }
    int[] counts = new int[windows];
    for (int i = 0; i < windows; i++) {
      long from = begin + i * window;
      counts[i] = calm.firstFrom(from + window) - calm.firstFrom(from);
    }
    Arrays.sort(counts);
    return (counts[(windows - 1) / 2] + counts[windows / 2]) / 2.0;
  }

  private void findFull(double enough) {
    nextFull = new int[calm.size() + 1];
    nextFull[calm.size()] = calm.size();
    for (int i = calm.size() - 1; i >= 0; i--) {
      nextFull[i] = isFull(calm.get(i), enough) ? i : nextFull[i + 1];
    }
  }

  private boolean isFull(long from, double enough) {
    return from + window <= end && calm.firstFrom(from + window) - calm.firstFrom(from) >= enough;
  }

  /**
   * The first moment from which on a window has 90 % of the calm throughput: at once, or with an
   * ok.
   *
   * @param since when it was healed and asked for, on the clock of the calm
   * @param time the same on the trial's clock
   */
  Optional<Comeback> regained(long since, long time) {
    int first = calm.firstFrom(since);
    if (perWindow.isEmpty() || first >= calm.size()) {
      return Optional.empty();
    }
    if (isFull(since, REGAINED * perWindow.getAsDouble())) {
      return Optional.of(comeback(time, 0, first));
    }
    int found = nextFull[first];
    return found == calm.size()
        ? Optional.empty()
        : Optional.of(comeback(times.get(found), calm.get(found) - since, found));
  }

  private Comeback comeback(long time, long after, int at) {
    return new Comeback(Duration.ofNanos(time), Duration.ofNanos(after), (int) indexes.get(at));
  }

  /** How long it was looked for a full window. */
  Duration measuredSince(long since) {
    return Duration.ofNanos(perWindow.isEmpty() ? 0 : Math.max(0, end - window - since));
  }

  OptionalDouble perSecond() {
    return perWindow.isEmpty()
        ? perWindow
        : OptionalDouble.of(perWindow.getAsDouble() * 1e9 / window);
  }

  Duration window() {
    return Duration.ofNanos(window);
  }
}
