package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model.Call;
import dev.ordeal.history.Notation;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** How a few operations are called in sentences, and which of them were mentioned. */
final class Wording {
  private static final int VALUE_WIDTH = 30;

  private final Few<?> few;
  private final String[] names;
  private final LongFunction<String> clock;
  private final BitSet mentioned = new BitSet();

  Wording(Few<?> few) {
    this.few = few;
    this.names = new String[few.size()];
    this.clock =
        Notation.apart(few.problem().times(IntStream.range(0, few.size()).map(few::operation)));
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      names[i] = text(few.call(i));
      counts.merge(names[i], 1, Integer::sum);
    }
    for (int i = 0; i < names.length; i++) {
      if (counts.getOrDefault(names[i], 0) > 1) {
        names[i] += few.isRequired(i) ? " at " + ended(i) : " begun at " + began(i);
      }
    }
  }

  private static String text(Call call) {
    Object value = call.seen() && call.output() != null ? call.output() : call.input();
    String shown = Notation.value(value);
    String cut = shown.length() > VALUE_WIDTH ? shown.substring(0, VALUE_WIDTH) + "..." : shown;
    return ("p" + call.process() + "'s " + call.f() + " " + cut).strip();
  }

  /** {@code p3's read 1}, and when it ended if several have the same name. */
  String name(int number) {
    mentioned.set(number);
    return names[number];
  }

  /** When it began: {@code 4.012s}. */
  String began(int number) {
    return seconds(few.problem().invocation(few.operation(number)));
  }

  /** When it ended; of those that somebody saw end. */
  String ended(int number) {
    return seconds(few.problem().completion(few.operation(number)));
  }

  private String seconds(int index) {
    return clock.apply(few.problem().history().time(index));
  }

  /** Those not mentioned so far. */
  int[] unmentioned() {
    return IntStream.range(0, names.length).filter(i -> !mentioned.get(i)).toArray();
  }
}
