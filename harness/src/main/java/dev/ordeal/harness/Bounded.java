package dev.ordeal.harness;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs what others wrote on a thread of its own, and goes on without it when it hangs: a trial must
 * end, and say where it stood.
 */
final class Bounded {

  private Bounded() {}

  /** It did not end in time. */
  static final class Hang extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Hang(String message) {
      super(message);
    }

    @Override
    public String toString() {
      return String.valueOf(getMessage());
    }
  }

  /** Work that may fail. */
  interface Work {
    /** Does it. */
    void run() throws Exception;
  }

  /**
   * Waits also when this thread is interrupted, which it keeps for later: what was begun must be
   * taken back.
   *
   * @throws Hang if it does not end in time; it is interrupted then, and left alone
   */
  static void undisturbed(String what, Duration bound, Work work) throws Exception {
    run(
        what,
        bound,
        false,
        () -> {
          work.run();
          return true;
        });
  }

  /**
   * Passes an interrupt of this thread on to the work, and keeps it for later.
   *
   * @throws Hang if it does not end in time; it is interrupted then, and left alone
   */
  static <T extends @Nullable Object> T interruptibly(String what, Duration bound, Callable<T> work)
      throws Exception {
    return run(what, bound, true, work);
  }

  private static <T extends @Nullable Object> T run(
      String what, Duration bound, boolean passesOn, Callable<T> work) throws Exception {
    var task = new FutureTask<>(work);
    var thread = new Thread(task, "ordeal-bounded");
    thread.setDaemon(true);
    boolean interrupted = Thread.interrupted();
    thread.start();
    long deadline = System.nanoTime() + bound.toNanos();
    try {
      while (true) {
        try {
          return task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException early) {
          interrupted = true;
          if (passesOn) {
            thread.interrupt();
          }
        }
      }
    } catch (TimeoutException late) {
      var where = place(thread);
      thread.interrupt();
      throw new Hang(
          what
              + " did not end within "
              + text(bound)
              + ", and hangs in "
              + where
              + ": bound what it waits for, or allow it more by Trial.patience");
    } catch (ExecutionException failure) {
      throw thrown(Objects.requireNonNull(failure.getCause()));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Exception thrown(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return (Exception) cause;
  }

  /** Where a thread is: the innermost line that is not of the JDK. */
  static String place(Thread thread) {
    var stack = thread.getStackTrace();
    return Arrays.stream(stack)
        .filter(frame -> !frame.getClassName().matches("(java|jdk|sun)\\..*"))
        .findFirst()
        .or(() -> Arrays.stream(stack).findFirst())
        .map(Bounded::text)
        .orElse("a place that nobody knows");
  }

  private static String text(StackTraceElement frame) {
    return frame.getClassName()
        + "."
        + frame.getMethodName()
        + "("
        + frame.getFileName()
        + ":"
        + frame.getLineNumber()
        + ")";
  }

  static String text(Duration bound) {
    return bound.toMillis() / 1e3 + " s";
  }
}
