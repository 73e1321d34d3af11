package dev.ordeal.nemesis.internal;

import java.util.ArrayList;
import java.util.List;

/** Something that is waited for: it tells once, and can be closed from any thread. */
final class Watch {
  private final List<Runnable> closing = new ArrayList<>();
  private boolean told;
  private boolean closed;

  /** Whether this is the first time that it happened, and somebody still waits. */
  synchronized boolean isFirst() {
    boolean first = !told && !closed;
    told = true;
    return first;
  }

  /** Is run when this is closed; at once if that is past. */
  void closes(Runnable close) {
    synchronized (this) {
      if (!closed) {
        closing.add(close);
        return;
      }
    }
    close.run();
  }

  /** Idempotent. */
  void close() {
    List<Runnable> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(closing);
      closing.clear();
    }
    all.forEach(Runnable::run);
  }
}
