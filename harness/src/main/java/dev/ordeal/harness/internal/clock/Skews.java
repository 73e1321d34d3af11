package dev.ordeal.harness.internal.clock;

import dev.ordeal.harness.cluster.Clocks.Skewed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is wrong with one wall clock: offsets, and rates that hold from a point of time. They
 * add up, so that each is taken away alone: at time t the clock is off by the sum of {@code offset
 * + (rate - 1) * (t - since)}.
 */
public final class Skews {
  private final Runnable changed;
  private final List<Part> parts = new ArrayList<>();

  private record Part(long offsetNanos, double gain, long sinceNanos) {}

  /**
   * A clock that is true.
   *
   * @param changed run after each change
   */
  public Skews(Runnable changed) {
    this.changed = changed;
  }

  /** Adds an offset. */
  public Skewed bump(Duration offset) {
    return add(new Part(offset.toNanos(), 0, 0));
  }

  /**
   * Adds a rate.
   *
   * @param nowNanos the time from which on it holds, on the caller's true clock
   */
  public Skewed rate(double rate, long nowNanos) {
    if (!(rate > 0) || rate > 1_000) {
      throw new IllegalArgumentException("a clock runs at a rate above 0, not at " + rate);
    }
    return add(new Part(0, rate - 1, nowNanos));
  }

  private Skewed add(Part part) {
    synchronized (this) {
      parts.add(part);
    }
    changed.run();
    return () -> {
      if (removed(part)) {
        changed.run();
      }
    };
  }

  /** This one, and not its equal. */
  private synchronized boolean removed(Part part) {
    return parts.removeIf(one -> one == part);
  }

  /** Takes everything away. */
  public void clear() {
    boolean wasWrong;
    synchronized (this) {
      wasWrong = !parts.isEmpty();
      parts.clear();
    }
    if (wasWrong) {
      changed.run();
    }
  }

  /** By how much it is wrong at a time, if nothing changes until then; that may lie in the past. */
  public synchronized long nanosAt(long timeNanos) {
    long sum = 0;
    for (Part part : parts) {
      sum += part.offsetNanos + Math.round(part.gain * (timeNanos - part.sinceNanos));
    }
    return sum;
  }

  /** How fast it runs: 1 if as it should. */
  public synchronized double rate() {
    // A clock that would stand or go back is no clock any more.
    return Math.max(1e-3, 1 + parts.stream().mapToDouble(Part::gain).sum());
  }
}
