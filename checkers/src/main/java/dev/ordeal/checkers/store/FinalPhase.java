package dev.ordeal.checkers.store;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What clients did after all faults were healed. */
final class FinalPhase {
  private static final String HEAL = "heal";

  private FinalPhase() {}

  /** The position of the completion that heals for good, if no fault comes after it. */
  static OptionalInt begin(History history) {
    for (int at = history.size() - 1; at >= 0; at--) {
      if (history.process(at) == Op.NEMESIS) {
        boolean heals = history.type(at) == Type.INFO && history.f(at).equals(HEAL);
        return heals ? OptionalInt.of(at) : OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }

  /** The completions that are ok of what was invoked from this position on. */
  static Stream<Op> oks(History history, int begin, String f) {
    return IntStream.range(begin, history.size())
        .filter(at -> history.type(at) == Type.OK && history.f(at).equals(f))
        .filter(at -> history.process(at) != Op.NEMESIS && history.partner(at) > begin)
        .mapToObj(history::get);
  }
}
