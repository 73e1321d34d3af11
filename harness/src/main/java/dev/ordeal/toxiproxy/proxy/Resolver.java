package dev.ordeal.toxiproxy.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Looks host names up afresh for every dial, on threads of its own, since a look-up can hang. Who
 * asks for a name that is just being looked up waits for that answer: so a name that hangs takes
 * one thread, however often it is dialled, and does not keep others from being found.
 */
public final class Resolver implements AutoCloseable {
  private static final int THREADS = 8;

  private final ExecutorService executor;
  private final Function<String, List<InetAddress>> lookUp;

  /** Who waits for which name. */
  private final Map<String, List<Consumer<List<InetAddress>>>> waiting = new HashMap<>();

  /** A resolver without threads: they come with the first name and go when idle. */
  public Resolver() {
    this(Resolver::lookUp);
  }

  /** Looks names up like this. */
  Resolver(Function<String, List<InetAddress>> lookUp) {
    this.lookUp = lookUp;
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
    if (isFirst(host, then)) {
      try {
        executor.execute(() -> tell(host, lookUp.apply(host)));
      } catch (RejectedExecutionException e) {
        tell(host, List.of());
      }
    }
  }

  private synchronized boolean isFirst(String host, Consumer<List<InetAddress>> then) {
    var others = waiting.computeIfAbsent(host, any -> new ArrayList<>());
    others.add(then);
    return others.size() == 1;
  }

  private void tell(String host, List<InetAddress> found) {
    List<Consumer<List<InetAddress>>> all;
    synchronized (this) {
      all = Objects.requireNonNull(waiting.remove(host));
    }
    all.forEach(then -> then.accept(found));
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
