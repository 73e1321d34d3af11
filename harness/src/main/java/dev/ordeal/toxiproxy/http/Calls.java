package dev.ordeal.toxiproxy.http;

import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.model.Refusal;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Runs what the API does on the loop, each call as one task, and waits for its answer. */
public final class Calls {
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final EventLoop loop;

  /** Calls to this loop. */
  public Calls(EventLoop loop) {
    this.loop = loop;
  }

  /**
   * Runs a task and answers what it does.
   *
   * @throws Refusal 503 when the loop does not come to it, or what the task throws
   */
  public <T> T call(Supplier<T> task) {
    try {
      return loop.call(task, PATIENCE);
    } catch (TimeoutException e) {
      throw new Refusal(503, "the server is too busy");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(503, "the server is closing");
    }
  }

  /** The same for a task without an answer. */
  public void run(Runnable task) {
    call(
        () -> {
          task.run();
          return true;
        });
  }
}
