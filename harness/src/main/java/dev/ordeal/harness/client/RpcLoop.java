package dev.ordeal.harness.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * The one daemon thread that connects, reads and writes for every {@link TcpRpc} of this JVM, and
 * the one that watches their time-outs. They live as long as the JVM.
 */
final class RpcLoop {
  private static final int READ_BYTES = 64 * 1024;
  private static final System.Logger LOG = System.getLogger(RpcLoop.class.getName());

  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
  private final Selector selector;
  private final ScheduledThreadPoolExecutor timer;

  private RpcLoop() {
    try {
      selector = Selector.open();
    } catch (IOException failure) {
      throw new UncheckedIOException("no selector for the clients' connections", failure);
    }
    timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "ordeal-rpc-timer"));
    timer.setRemoveOnCancelPolicy(true);
    daemon(this::run, "ordeal-rpc").start();
  }

  private static final class Holder {
    static final RpcLoop SHARED = new RpcLoop();
  }

  /** The loop of this JVM; starts it at first use. */
  static RpcLoop shared() {
    return Holder.SHARED;
  }

  private static Thread daemon(Runnable task, String name) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  ScheduledThreadPoolExecutor timer() {
    return timer;
  }

  Selector selector() {
    return selector;
  }

  /** Where the loop's thread, and no other, may read into; it has an array. */
  ByteBuffer buffer() {
    return buffer;
  }

  /** Runs a task on the loop's thread, soon. */
  void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
  }

  /** Whatever goes wrong with one connection, the others need this thread. */
  private void run() {
    while (true) {
      try {
        selector.select(RpcLoop::serve);
        for (Runnable task; (task = tasks.poll()) != null; ) {
          task.run();
        }
      } catch (IOException | RuntimeException | Error failure) {
        LOG.log(System.Logger.Level.ERROR, "the clients' connections stumbled", failure);
      }
    }
  }

  private static void serve(SelectionKey key) {
    if (key.attachment() instanceof RpcConnection connection) {
      connection.ready(key);
    }
  }
}
