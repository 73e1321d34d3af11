package dev.ordeal.harness.internal.jvm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Small commands of the system that the JDK has no words for. */
final class Commands {

  private Commands() {}

  /** Runs one that ends by itself, and answers its exit code. */
  static int run(String... command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      process.getInputStream().readAllBytes();
      return process.onExit().join().exitValue();
    } catch (IOException missing) {
      throw new IllegalStateException(
          "this needs the command " + List.of(command).get(0) + ": " + missing, missing);
    }
  }

  /** Runs one that must succeed. */
  static void require(String... command) {
    int code = run(command);
    if (code != 0) {
      throw new IllegalStateException(
          "'" + String.join(" ", command) + "' ended with exit code " + code);
    }
  }

  /** A moment; an interrupt is kept for later. */
  static void pause() {
    boolean interrupted = Thread.interrupted();
    try {
      TimeUnit.MILLISECONDS.sleep(2);
    } catch (InterruptedException early) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  static String text(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
