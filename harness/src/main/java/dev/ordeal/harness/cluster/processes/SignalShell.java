package dev.ordeal.harness.cluster.processes;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A shell that sends signals many times a second, without a process for each. It ends with its
 * input, and so with this process.
 */
final class SignalShell implements AutoCloseable {
  private static final long END_SECONDS = 5;

  private final Process shell;
  private final OutputStream orders;

  SignalShell() {
    try {
      shell =
          new ProcessBuilder("/bin/sh")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      orders = shell.getOutputStream();
    } catch (IOException missing) {
      throw new UncheckedIOException("signals need a POSIX shell: " + missing, missing);
    }
  }

  /** Sends a signal; processes that are gone are passed over. */
  void send(String signal, List<Long> pids) {
    var order = new StringBuilder("kill -").append(signal);
    pids.forEach(pid -> order.append(' ').append(pid));
    try {
      orders.write(order.append('\n').toString().getBytes(StandardCharsets.US_ASCII));
      orders.flush();
    } catch (IOException ended) {
      throw new UncheckedIOException("the shell that sends signals has ended", ended);
    }
  }

  /** Returns when every signal has been sent. */
  @Override
  public void close() {
    try {
      orders.close();
    } catch (IOException ended) {
      // Then there is nothing left to send.
    }
    if (!Waiting.uninterruptibly(TimeUnit.SECONDS.toNanos(END_SECONDS), shell::waitFor)) {
      shell.destroyForcibly();
    }
  }
}
