package dev.ordeal.harness;

import dev.ordeal.harness.interpreter.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One line that counts operations, faults and seconds left: rewritten in place on a terminal, a
 * plain line every few seconds elsewhere.
 */
final class ProgressLine implements AutoCloseable {
  private static final Duration TERMINAL_PERIOD = Duration.ofMillis(200);
  private static final Duration PLAIN_PERIOD = Duration.ofSeconds(5);
  private static final long CLOSING_MS = 1_000;

  private final String trial;
  private final Duration time;
  private final Supplier<Progress> progress;
  private final PrintStream out;
  private final boolean terminal;
  private final Duration period;
  private final Thread printer = new Thread(this::print, "ordeal-progress");

  ProgressLine(
      String trial,
      Duration time,
      Supplier<Progress> progress,
      PrintStream out,
      boolean terminal,
      Duration period) {
    this.trial = trial;
    this.time = time;
    this.progress = progress;
    this.out = out;
    this.terminal = terminal;
    this.period = period;
    printer.setDaemon(true);
  }

  /** The line of a trial on standard output. */
  static ProgressLine of(Trial trial, Supplier<Progress> progress) {
    boolean terminal = onTerminal();
    var period = terminal ? TERMINAL_PERIOD : PLAIN_PERIOD;
    return new ProgressLine(trial.name(), trial.time(), progress, System.out, terminal, period);
  }

  /** Begins to print. */
  void start() {
    printer.start();
  }

  /** What it shows now. */
  String text() {
    Progress now = progress.get();
    long left = time.toSeconds() - TimeUnit.NANOSECONDS.toSeconds(now.time());
    return "%s: %d ops (%d ok, %d fail, %d info), %d nemesis ops, %s"
        .formatted(
            trial,
            now.invoked(),
            now.ok(),
            now.fail(),
            now.info(),
            now.faults(),
            left > 0 ? left + " s left" : "healed, finishing");
  }

  private void print() {
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(period.toNanos());
        if (terminal) {
          out.print("\r" + text() + "\u001b[K");
          out.flush();
        } else {
          out.println(text());
        }
      }
    } catch (InterruptedException closed) {
      if (terminal) {
        out.print("\r\u001b[K");
        out.flush();
      }
    }
  }

  /** Ends it, and waits for that: it must not wipe what is printed next. */
  @Override
  public void close() {
    printer.interrupt();
    try {
      printer.join(CLOSING_MS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** From JDK 22 on there is a console even without a terminal; it says itself which it is. */
  private static boolean onTerminal() {
    Console console = System.console();
    if (console == null || Runtime.version().feature() < 22) {
      return console != null;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException unknown) {
      return false;
    }
  }
}
