package dev.ordeal.harness.internal.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A process that writes a byte to a file, again and again, as long as its threads run. */
final class TickerMain {
  private static final int BETWEEN_NANOS = 50_000;
  private static final int TICKS_MAX = 10_000_000;

  private TickerMain() {}

  /** Ticks into the file of that name. */
  public static void main(String[] args) throws IOException {
    try (var ticks = Files.newOutputStream(Path.of(args[0]))) {
      for (int tick = 0; tick < TICKS_MAX; tick++) {
        ticks.write('.');
        LockSupport.parkNanos(BETWEEN_NANOS);
      }
    }
  }
}
