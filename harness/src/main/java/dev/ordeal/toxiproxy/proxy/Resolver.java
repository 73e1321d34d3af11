package dev.ordeal.toxiproxy.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Looks host names up afresh for every dial, on threads of its own, since a look-up can hang. */
public final class Resolver implements AutoCloseable {
  private static final int THREADS = 8;

  private final ExecutorService executor;

  /** A resolver without threads: they come with the first name and go when idle. */
  public Resolver() {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "toxiproxy-resolver");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    executor = pool;
  }

  /**
   * Tells every address of the host, none where it has none; on a thread of the resolver or this
   * one.
   */
  void resolve(String host, Consumer<List<InetAddress>> then) {
    if (HostPort.isLiteral(host)) {
      then.accept(lookUp(host));
      return;
    }
    try {
      executor.execute(() -> then.accept(lookUp(host)));
    } catch (RejectedExecutionException e) {
      then.accept(List.of());
    }
  }

  private static List<InetAddress> lookUp(String host) {
    try {
      return List.of(InetAddress.getAllByName(host));
    } catch (UnknownHostException e) {
      return List.of();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
