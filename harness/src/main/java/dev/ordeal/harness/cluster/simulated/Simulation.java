package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.VirtualTime;

/** The clock and the queue of what is to come. */
final class Simulation implements VirtualTime {
  private final EventQueue queue = new EventQueue();
  private long now;

  @Override
  public long now() {
    return now;
  }

  @Override
  public boolean runNext(long limit) {
    var event = queue.poll(limit);
    if (event == null) {
      now = Math.max(now, limit);
      return false;
    }
    now = queue.polledTime();
    event.fire();
    return true;
  }

  @Override
  public void at(long time, Runnable task) {
    schedule(time, new Task(task));
  }

  /** Lets an event happen at that time, or at once if that is past. */
  void schedule(long time, Event event) {
    queue.add(Math.max(time, now), event);
  }

  void cancel(Event event) {
    queue.cancel(event);
  }

  private static final class Task extends Event {
    private final Runnable task;

    Task(Runnable task) {
      this.task = task;
    }

    @Override
    void fire() {
      task.run();
    }
  }
}
