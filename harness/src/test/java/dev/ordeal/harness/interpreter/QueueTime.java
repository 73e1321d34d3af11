package dev.ordeal.harness.interpreter;

import dev.ordeal.harness.cluster.VirtualTime;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Virtual time over a plain queue of events; does not begin at zero, as no cluster's clock does.
 */
public final class QueueTime implements VirtualTime {
  private record Event(long time, long number, Runnable task) {}

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::number));
  private long now = 12_345;
  private long scheduled;

  @Override
  public long now() {
    return now;
  }

  @Override
  public boolean runNext(long limit) {
    Event next = events.peek();
    if (next == null || next.time() > limit) {
      now = Math.max(now, limit);
      return false;
    }
    events.remove();
    now = Math.max(now, next.time());
    next.task().run();
    return true;
  }

  @Override
  public void at(long time, Runnable task) {
    events.add(new Event(Math.max(time, now), scheduled++, task));
  }
}
