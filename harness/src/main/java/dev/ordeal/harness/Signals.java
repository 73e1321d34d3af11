package dev.ordeal.harness;

import java.util.Map;

/** Takes what somebody sees happen outside of any operation, such as a line in a node's log. */
@FunctionalInterface
public interface Signals {

  /** Tells nobody. */
  Signals NONE = (f, value) -> {};

  /**
   * Something happened: it gets into the history as an op of the nemesis that began and ended at
   * once, as soon as the nemesis is free, and generators hear of it like of any other. Never
   * blocks; safe to call from any thread. What is told after the trial's end is lost.
   *
   * @param value plain data, of both the invocation and the info
   */
  void tell(String f, Map<String, ?> value);
}
