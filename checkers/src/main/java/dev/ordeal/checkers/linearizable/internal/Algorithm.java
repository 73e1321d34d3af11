package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;

/** A way to decide whether operations have a linearization. */
public interface Algorithm {

  /** Its name in kebab case, as verdicts show it. */
  String name();

  /**
   * Decides by the interval order alone; of a problem whose processes touch themselves ({@link
   * Problem#isTied}) the caller asks for both orders that enclose the true one.
   *
   * @param problem the operations; what each did is asked by {@link Problem#call}
   * @param order when they happened; not always {@link Problem#intervals}
   * @param model what they promise
   */
  Decision decide(Problem problem, Intervals order, Model<?> model);
}
