package dev.ordeal.harness.cluster.simulated;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order of their time, and of their arrival where times are equal.
 *
 * <p>A 4-ary heap in parallel arrays: half the depth of a binary one, and comparing touches no
 * event. A cancelled event stays until it is due, or until the cancelled are the majority and all
 * are swept out, so that time-outs that never fire cannot pile up.
 */
final class EventQueue {
  private static final int SWEEP_FROM = 64;

  private long[] times = new long[256];
  private long[] sequences = new long[256];
  private @Nullable Event[] events = new Event[256];
  private int size;
  private int cancelled;
  private long nextSequence;
  private long polledTime;

  /** Adds an event. */
  void add(long time, Event event) {
    if (size == events.length) {
      times = Arrays.copyOf(times, size * 2);
      sequences = Arrays.copyOf(sequences, size * 2);
      events = Arrays.copyOf(events, size * 2);
    }
    up(size++, time, nextSequence++, event);
  }

  /** Takes an event out, if it has not happened yet. */
  void cancel(Event event) {
    if (!event.cancelled()) {
      event.markCancelled();
      if (++cancelled > SWEEP_FROM && cancelled > size / 2) {
        sweep();
      }
    }
  }

  /** The next event that is due no later than {@code limit}; null if there is none. */
  @Nullable Event poll(long limit) {
    while (size > 0 && times[0] <= limit) {
      var first = removeFirst();
      if (!first.cancelled()) {
        return first;
      }
      cancelled--;
    }
    return null;
  }

  /** When the last polled event was due. */
  long polledTime() {
    return polledTime;
  }

  @SuppressWarnings("NullAway") // below size, every slot holds an event
  private Event removeFirst() {
    var first = events[0];
    polledTime = times[0];
    int last = --size;
    var moved = events[last];
    events[last] = null;
    if (last > 0) {
      down(0, times[last], sequences[last], moved);
    }
    return first;
  }

  private void up(int from, long time, long sequence, @Nullable Event event) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) >>> 2;
      if (!before(time, sequence, parent)) {
        break;
      }
      move(parent, at);
      at = parent;
    }
    put(at, time, sequence, event);
  }

  private void down(int from, long time, long sequence, @Nullable Event event) {
    int at = from;
    for (int child; (child = 4 * at + 1) < size; ) {
      int least = child;
      for (int other = child + 1, end = Math.min(child + 4, size); other < end; other++) {
        if (before(times[other], sequences[other], least)) {
          least = other;
        }
      }
      if (before(time, sequence, least)) {
        break;
      }
      move(least, at);
      at = least;
    }
    put(at, time, sequence, event);
  }

  private boolean before(long time, long sequence, int other) {
    return time < times[other] || (time == times[other] && sequence < sequences[other]);
  }

  private void move(int from, int to) {
    put(to, times[from], sequences[from], events[from]);
  }

  private void put(int at, long time, long sequence, @Nullable Event event) {
    times[at] = time;
    sequences[at] = sequence;
    events[at] = event;
  }

  @SuppressWarnings("NullAway") // below size, every slot holds an event
  private void sweep() {
    int kept = 0;
    for (int at = 0; at < size; at++) {
      if (!events[at].cancelled()) {
        move(at, kept++);
      }
    }
    Arrays.fill(events, kept, size, null);
    size = kept;
    cancelled = 0;
    for (int at = (size - 2) >> 2; at >= 0; at--) {
      down(at, times[at], sequences[at], events[at]);
    }
  }
}
