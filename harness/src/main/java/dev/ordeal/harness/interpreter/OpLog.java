package dev.ordeal.harness.interpreter;

import dev.ordeal.history.Op;

/** Where an interpreter writes down what happens, on the thread that runs it. */
@FunctionalInterface
public interface OpLog {

  /** Takes each op, in order. */
  void add(Op op);

  /**
   * Makes what was added safe; comes before anybody acts on it: before a client or the nemesis sees
   * an invocation, and before the interpreter waits.
   */
  default void flush() {}
}
