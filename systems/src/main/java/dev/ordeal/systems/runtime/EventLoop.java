package dev.ordeal.systems.runtime;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** One thread that runs tasks, due timers and ready channels, one event at a time. */
final class EventLoop implements AutoCloseable {
  /** Told, on the loop's thread, that its channel is ready. */
  interface Handler {
    void ready(SelectionKey key);
  }

  private final Selector selector;
  private final Thread thread;
  private final NodeLog log;
  private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private long timersMade;
  private volatile boolean closed;

  private static final class Timer implements Comparable<Timer> {
    private final long at;
    private final long order;
    private final Runnable task;
    private boolean cancelled;

    private Timer(long at, long order, Runnable task) {
      this.at = at;
      this.order = order;
      this.task = task;
    }

    @Override
    public int compareTo(Timer other) {
      return at != other.at ? Long.signum(at - other.at) : Long.compare(order, other.order);
    }
  }

  EventLoop(String name, NodeLog log) throws IOException {
    this.log = log;
    this.selector = Selector.open();
    this.thread = new Thread(this::run, name);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Runs a task on the loop; may be called from any thread. */
  void post(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Runs a task on the loop after a while; only from the loop's thread. */
  Runnable after(long nanos, Runnable task) {
    var timer = new Timer(System.nanoTime() + nanos, timersMade++, task);
    timers.add(timer);
    return () -> timer.cancelled = true;
  }

  /** Hands a channel's events to a handler; only from the loop's thread or before the start. */
  SelectionKey register(SelectableChannel channel, int events, Handler handler)
      throws ClosedChannelException {
    return channel.register(selector, events, handler);
  }

  private void run() {
    while (!closed) {
      try {
        pass();
      } catch (IOException e) {
        log.say("selecting failed", e);
      }
    }
    for (SelectionKey key : selector.keys()) {
      closeQuietly(key.channel());
    }
    closeQuietly(selector);
  }

  private void pass() throws IOException {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      guarded(task);
    }
    runDueTimers();
    select();
    for (SelectionKey key : new ArrayList<>(selector.selectedKeys())) {
      if (key.isValid()) {
        guarded(() -> ((Handler) key.attachment()).ready(key));
      }
    }
    selector.selectedKeys().clear();
  }

  private void runDueTimers() {
    long now = System.nanoTime();
    for (Timer next = timers.peek(); next != null && next.at - now <= 0; next = timers.peek()) {
      timers.poll();
      if (!next.cancelled) {
        guarded(next.task);
      }
    }
  }

  private void select() throws IOException {
    Timer next = timers.peek();
    if (!tasks.isEmpty()) {
      selector.selectNow();
    } else if (next == null) {
      selector.select();
    } else {
      long millis = TimeUnit.NANOSECONDS.toMillis(next.at - System.nanoTime()) + 1;
      selector.select(Math.max(1, millis));
    }
  }

  /** One event's failure is logged and must not end the node. */
  private void guarded(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      log.bug("an event failed", e);
    }
  }

  static void closeQuietly(AutoCloseable open) {
    try {
      open.close();
    } catch (Exception e) {
      // It is closed as far as it can be.
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(1_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
