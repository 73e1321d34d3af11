package dev.ordeal.bench.histories;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Operations that come one strictly after the other, by whoever is free: each is begun once the one
 * before has ended, whatever else goes on.
 */
final class Script {
  private final List<Consumer<Running>> steps;
  private int next;
  private @Nullable Running open;
  private long lastEnd = -1;

  Script(List<Consumer<Running>> steps) {
    this.steps = steps;
  }

  /** Whether this client now begins the next step. */
  boolean begins(Running op) {
    if (next == steps.size() || open != null || op.fate.crashes() || op.call <= lastEnd) {
      return false;
    }
    steps.get(next++).accept(op);
    open = op;
    return true;
  }

  /** Whether this operation is the last step, which answers what cannot be. */
  boolean isLast(Running op) {
    return op == open && next == steps.size();
  }

  void ended(Running op) {
    if (op == open) {
      open = null;
      lastEnd = op.end;
    }
  }

  boolean isOver() {
    return next == steps.size() && open == null;
  }
}
