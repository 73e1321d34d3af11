package dev.ordeal.checkers;

import dev.ordeal.history.History;
import java.util.LinkedHashMap;
import java.util.Map;

/** Judges a history: a pure function, so that a stored history can be judged again, anywhere. */
@FunctionalInterface
public interface Checker {

  /** The verdict on a history; the same history always gets the same verdict. */
  Verdict check(History history);

  /** Judges by each of these, in their order; the worst answer wins. */
  static Checker compose(Map<String, ? extends Checker> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("a checker made of no parts would acquit everything");
    }
    var kept = new LinkedHashMap<String, Checker>(parts);
    return history -> {
      var verdicts = new LinkedHashMap<String, Verdict>();
      kept.forEach((name, part) -> verdicts.put(name, part.check(history)));
      return Verdict.compose(verdicts);
    };
  }
}
