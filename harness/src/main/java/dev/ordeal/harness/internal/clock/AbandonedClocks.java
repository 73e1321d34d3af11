package dev.ordeal.harness.internal.clock;

import dev.ordeal.harness.internal.reaper.Cleanup;

/** What libfaketime keeps for nodes whose JVM was killed: removed by its reaper. */
public final class AbandonedClocks implements Cleanup {

  /** For the reaper. */
  public AbandonedClocks() {}

  /**
   * Removes it.
   *
   * @param argument whose it is; what others have left goes too
   */
  @Override
  public void clean(String argument) {
    Faketime.sweep();
  }
}
