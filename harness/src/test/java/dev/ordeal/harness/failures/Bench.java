package dev.ordeal.harness.failures;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What a row may use: a folder, and things that hang until the row is over. */
final class Bench implements AutoCloseable {
  private final Path store;
  private final List<Runnable> atEnd = new ArrayList<>();

  Bench(Path store) {
    this.store = store;
  }

  /** Where the trial is stored. */
  Path store() {
    return store;
  }

  /** Has this done when the row is over. */
  void atEnd(Runnable end) {
    atEnd.add(end);
  }

  /** Hangs whoever calls it, whatever interrupts it, until the row is over. */
  Runnable hang() {
    var over = new CountDownLatch(1);
    atEnd(over::countDown);
    return () -> {
      while (true) {
        try {
          over.await();
          return;
        } catch (InterruptedException deaf) {
          // What it stands for does not listen.
        }
      }
    };
  }

  @Override
  public void close() {
    atEnd.forEach(Runnable::run);
  }
}
