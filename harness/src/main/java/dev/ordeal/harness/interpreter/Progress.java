package dev.ordeal.harness.interpreter;

/**
 * How far an interpreter has come.
 *
 * @param time nanoseconds since the trial began, at the last event
 * @param invoked client operations begun
 * @param ok of these, how many happened
 * @param fail of these, how many certainly did not happen
 * @param info of these, how many nobody knows of
 * @param faults nemesis operations begun
 */
public record Progress(long time, long invoked, long ok, long fail, long info, long faults) {

  /** Client operations that are open. */
  public long open() {
    return invoked - ok - fail - info;
  }
}
