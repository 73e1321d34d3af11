package dev.ordeal.toxiproxy.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One daemon thread around a selector. Everything a proxy is made of is touched by this thread
 * only, so nothing needs a lock, and a change made by one task is seen whole or not at all.
 */
public final class EventLoop implements AutoCloseable {
  /** The most one read takes off a socket: fits the second-level cache, saves system calls. */
  public static final int READ_BYTES = 256 * 1024;

  private static final int MAX_KEPT_BUFFERS = 64;
  private static final int MAX_SPARE_BUFFERS = 8;

  private static final Logger LOG = System.getLogger(EventLoop.class.getName());

  private final long origin = System.nanoTime();
  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private final Deque<ByteBuffer> spareBuffers = new ArrayDeque<>();
  private ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
  private int keptBuffers;
  private volatile boolean closing;
  private volatile boolean ended;

  private EventLoop(Selector selector, String name) {
    this.selector = selector;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /** Opens a selector and starts the thread. */
  public static EventLoop start(String name) throws IOException {
    EventLoop loop = new EventLoop(Selector.open(), name);
    loop.thread.start();
    return loop;
  }

  /** Nanoseconds since this loop was made: never negative, never runs back. */
  public long now() {
    return System.nanoTime() - origin;
  }

  /** The buffer every read of this loop goes through; its content is gone after the next read. */
  public ByteBuffer readBuffer() {
    return readBuffer;
  }

  /**
   * Takes the read buffer out of use, since it holds what could not be written yet; false when too
   * many are out already, and the caller must copy what it needs. To be given back.
   */
  public boolean keepReadBuffer() {
    if (keptBuffers >= MAX_KEPT_BUFFERS) {
      return false;
    }
    keptBuffers++;
    ByteBuffer spare = spareBuffers.poll();
    readBuffer = spare == null ? ByteBuffer.allocateDirect(READ_BYTES) : spare;
    return true;
  }

  /** Takes back a buffer that was kept. */
  public void giveBack(ByteBuffer buffer) {
    keptBuffers--;
    if (spareBuffers.size() < MAX_SPARE_BUFFERS) {
      spareBuffers.push(buffer);
    }
  }

  /** Hands a task to the loop, which runs it soon; from any thread. */
  public void execute(Runnable task) {
    tasks.add(task);
    if (Thread.currentThread() != thread) {
      selector.wakeup();
    }
  }

  /**
   * Runs a task on the loop and waits for its answer; never from the loop itself.
   *
   * @throws TimeoutException when the loop has not come to it within {@code patience}
   * @throws IllegalStateException when the loop is closed
   */
  public <T> T call(Supplier<T> task, Duration patience)
      throws TimeoutException, InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    execute(
        () -> {
          try {
            answer.complete(task.get());
          } catch (RuntimeException | Error e) {
            answer.completeExceptionally(e);
          }
        });
    if (ended) {
      answer.completeExceptionally(new IllegalStateException("the server is closed"));
    }
    try {
      return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Runs {@code task} once {@link #now()} has reached {@code due}; only from the loop. */
  public Timer at(long due, Runnable task) {
    Timer timer = new Timer(due, task, timers::remove);
    timers.add(timer);
    return timer;
  }

  /** Registers a non-blocking channel; only from the loop. */
  public SelectionKey register(SelectableChannel channel, int interest, ReadyHandler handler)
      throws ClosedChannelException {
    return channel.register(selector, interest, handler);
  }

  /**
   * Lets the kernel see closes at once: a registered channel keeps its port until the selector has
   * run. Only from a task.
   */
  public void flushCloses() {
    try {
      selector.selectNow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes every registered channel and ends the thread; waits until it has. */
  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    boolean interrupted = false;
    while (thread.isAlive() && Thread.currentThread() != thread) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closing) {
        select();
        runTasks();
        fireTimers();
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the proxy loop died; every proxy of this server is gone", e);
    } finally {
      shutDown();
    }
  }

  private void select() throws IOException {
    long wait = tasks.isEmpty() ? millisToNextTimer() : 0;
    if (wait == 0) {
      selector.selectNow(this::dispatch);
    } else {
      selector.select(this::dispatch, wait < 0 ? 0 : wait);
    }
  }

  /** Rounded up, since a chunk may leave late but never early; -1 when there is no timer. */
  private long millisToNextTimer() {
    Timer next = timers.peek();
    if (next == null) {
      return -1;
    }
    long nanos = next.due() - now();
    return nanos <= 0 ? 0 : Math.min((nanos + 999_999) / 1_000_000, Integer.MAX_VALUE);
  }

  private void dispatch(SelectionKey key) {
    ReadyHandler handler = (ReadyHandler) key.attachment();
    try {
      handler.ready(key);
    } catch (CancelledKeyException e) {
      LOG.log(Level.TRACE, "closed while ready", e);
    } catch (IOException | RuntimeException e) {
      handler.failed(e);
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      guarded(task);
    }
  }

  private void fireTimers() {
    long now = now();
    for (Timer next = timers.peek(); next != null && next.due() <= now; next = timers.peek()) {
      timers.poll();
      guarded(next::fire);
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a task of the proxy loop failed", e);
    }
  }

  private void shutDown() {
    for (SelectionKey key : selector.keys()) {
      closeQuietly(key.channel());
    }
    closeQuietly(selector);
    ended = true;
    runTasks();
  }

  /** Closes what there is no more use for; an error in closing helps nobody. */
  public static void closeQuietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      LOG.log(Level.TRACE, "close failed", e);
    }
  }
}
