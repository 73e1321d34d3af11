package dev.ordeal.nemesis.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What takes a fault back: steps, the last first. One that fails stays, to be tried again. */
final class Undo {
  private final Deque<Step> steps = new ArrayDeque<>();

  /** One step back. */
  interface Step {
    void run() throws Exception;
  }

  void add(Step step) {
    steps.push(step);
  }

  /** Tries every step, even if one fails; then the first failure is thrown. */
  void run() throws Exception {
    Attempts.each(
        List.copyOf(steps),
        step -> {
          step.run();
          steps.remove(step);
        });
  }
}
