package dev.ordeal.harness.failures;

import dev.ordeal.harness.client.Client;
import dev.ordeal.history.Op;
import org.jspecify.annotations.Nullable;

/** A sound register in memory, which needs no cluster. */
final class Local implements Client {
  private @Nullable Object value;
  private int count;

  /** How many calls there were. */
  synchronized int count() {
    return count;
  }

  /** Counts a call that never came here. */
  synchronized void skip() {
    count++;
  }

  @Override
  public synchronized Op invoke(Op op) {
    count++;
    if (op.f().equals("write")) {
      value = op.value();
      return op.ok();
    }
    return op.ok(value);
  }
}
