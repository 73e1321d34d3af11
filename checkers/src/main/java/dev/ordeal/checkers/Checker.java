package dev.ordeal.checkers;

import dev.ordeal.history.History;

/** Judges a history: a pure function, so that a stored history can be judged again, anywhere. */
@FunctionalInterface
public interface Checker {

  /** The verdict on a history; the same history always gets the same verdict. */
  Verdict check(History history);
}
