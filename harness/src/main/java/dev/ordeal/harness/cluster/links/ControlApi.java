package dev.ordeal.harness.cluster.links;

import dev.ordeal.harness.cluster.HostPort;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls to a Toxiproxy server, a few at a time and within a bound: the client library itself has no
 * time-outs, and a server that hangs must not hang the trial.
 */
final class ControlApi implements AutoCloseable {
  /** The JDK keeps five idle HTTP connections to one server: more callers would reconnect. */
  private static final int CALLERS = 4;

  private final HostPort address;
  private final Duration bound;
  private final ExecutorService callers;

  ControlApi(HostPort address, Duration bound) {
    this.address = address;
    this.bound = bound;
    this.callers =
        Executors.newFixedThreadPool(
            CALLERS,
            task -> {
              var thread = new Thread(task, "ordeal-toxiproxy-" + address.port());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A client; they are not safe for use by many threads, and cheap. */
  ToxiproxyClient client() {
    return new ToxiproxyClient(address.host(), address.port());
  }

  /** Makes one call, as {@link #all}. */
  <T> T one(String what, Callable<T> call) {
    return all(what, List.of(call)).get(0);
  }

  /**
   * Makes all calls and returns their answers in order, whether or not the thread is interrupted:
   * faults must be healed after an interrupt, too.
   *
   * @param what what they are for, as in "while <i>cutting links</i>"
   * @throws IllegalStateException if one failed or the bound passed
   */
  <T> List<T> all(String what, List<? extends Callable<T>> calls) {
    long deadline = System.nanoTime() + bound.toNanos();
    var running = new ArrayList<Future<T>>();
    calls.forEach(call -> running.add(callers.submit(call)));
    boolean interrupted = Thread.interrupted();
    try {
      var answers = new ArrayList<T>();
      for (int i = 0; i < running.size(); ) {
        try {
          long left = deadline - System.nanoTime();
          answers.add(running.get(i).get(left, TimeUnit.NANOSECONDS));
          i++;
        } catch (InterruptedException early) {
          interrupted = true;
        }
      }
      return answers;
    } catch (TimeoutException hangs) {
      throw new IllegalStateException(hangs(what), hangs);
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failed(what, failure), failure);
    } finally {
      running.forEach(call -> call.cancel(true));
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private String hangs(String what) {
    return "the Toxiproxy server at "
        + address
        + " did not answer within "
        + bound.toMillis()
        + " ms while "
        + what
        + ": it hangs or is overloaded, so no link can be changed; end this run and look at the"
        + " server's log";
  }

  private String failed(String what, ExecutionException failure) {
    return "the Toxiproxy server at "
        + address
        + " failed while "
        + what
        + ": "
        + Objects.requireNonNullElse(failure.getCause(), failure);
  }

  @Override
  public void close() {
    callers.shutdownNow();
  }
}
