package dev.ordeal.harness.internal.reaper;

/**
 * Something to do once the test process is gone, carried out in the reaper: it has a public
 * constructor without parameters, and needs nothing but its argument.
 */
@FunctionalInterface
public interface Cleanup {

  /** Removes what the argument names; what is gone already is no error. */
  void clean(String argument) throws Exception;
}
