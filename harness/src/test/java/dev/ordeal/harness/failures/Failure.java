package dev.ordeal.harness.failures;

import dev.ordeal.harness.Trial;
import java.util.List;

/**
 * One row of the matrix.
 *
 * @param what breaks, and when
 * @param ending what it must come to
 * @param breaks breaks a sound trial
 * @param told what the message must name: the cause, and what to do
 */
record Failure(String what, Ending ending, Breaks breaks, List<String> told) {

  /** Breaks a trial that would be valid. */
  interface Breaks {
    Trial in(Trial sound, Bench bench) throws Exception;
  }

  static Failure of(String what, Ending ending, Breaks breaks, String... told) {
    return new Failure(what, ending, breaks, List.of(told));
  }

  @Override
  public String toString() {
    return what + ": " + ending.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
