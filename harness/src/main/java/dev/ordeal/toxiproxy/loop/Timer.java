package dev.ordeal.toxiproxy.loop;

import java.util.function.Consumer;

/** One task that is due at a time of its {@link EventLoop}. Used from the loop only. */
public final class Timer implements Comparable<Timer> {
  private final long due;
  private final Runnable task;
  private final Consumer<Timer> forget;

  Timer(long due, Runnable task, Consumer<Timer> forget) {
    this.due = due;
    this.task = task;
    this.forget = forget;
  }

  /** When it fires, in nanoseconds of {@link EventLoop#now()}. */
  public long due() {
    return due;
  }

  /** Keeps the task from running; harmless once it has run. */
  public void cancel() {
    forget.accept(this);
  }

  void fire() {
    task.run();
  }

  @Override
  public int compareTo(Timer other) {
    return Long.compare(due, other.due);
  }
}
