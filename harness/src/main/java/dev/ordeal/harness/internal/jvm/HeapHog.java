package dev.ordeal.harness.internal.jvm;

import java.io.File;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The agent that fills the heap of the JVM that it is loaded into, and keeps it full as long as a
 * file is there. It needs nothing but the JDK, and hardly that: there is no memory for more.
 */
public final class HeapHog implements Runnable {
  private static final int MOST = 1 << 20;
  private static final int LEAST = 1 << 9;
  private static final int RESERVE = 1 << 16;
  private static final long AGAIN_MILLIS = 50;

  private final File lease;
  private Object @Nullable [] hoard;
  private byte @Nullable [] reserve = new byte[RESERVE];

  private HeapHog(File lease) {
    this.lease = lease;
  }

  /** Begins, in a thread of its own; the argument is the path of the file. */
  public static void agentmain(String lease) {
    var thread = new Thread(new HeapHog(new File(lease)), "ordeal-hog");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void run() {
    while (leased()) {
      fill();
      try {
        TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
      } catch (InterruptedException | OutOfMemoryError again) {
        // It is looked for the file at once, then.
      }
    }
    hoard = null;
    reserve = null;
  }

  /** In pieces as large as there is room for. */
  private void fill() {
    int size = MOST;
    while (size >= LEAST) {
      try {
        hoard = new Object[] {hoard, new byte[size]};
      } catch (OutOfMemoryError full) {
        size >>= 2;
      }
    }
  }

  /** Even that takes some memory: without it, the heap would stay full for ever. */
  private boolean leased() {
    boolean leased = true;
    reserve = null;
    try {
      leased = lease.exists();
      reserve = new byte[RESERVE];
    } catch (OutOfMemoryError full) {
      // What is known is known; the rest is for the next time.
    }
    return leased;
  }
}
