package dev.ordeal.checkers.linearizable.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Chance for one history, and the values in it: all distinct or few, plain numbers or odd data. */
public final class Dice {
  private static final List<Object> ODD =
      List.of("", List.of(), true, false, Map.of(), 1.5, List.of(1, 2), Map.of("a", 1), "nil");

  private final Random random;
  private final boolean isDistinct;
  private final boolean isOdd;
  private final int few;
  private final int mask;
  private int given;

  /** The same seed throws the same dice. */
  public Dice(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L);
    isDistinct = random.nextBoolean();
    isOdd = random.nextInt(6) == 0;
    few = 1 + random.nextInt(4);
    mask = random.nextInt(3) * (1 + random.nextInt(7));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  double fraction() {
    return random.nextDouble();
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** A value to put somewhere. */
  @Nullable Object value() {
    return isDistinct ? value(given++) : value(random.nextInt(few));
  }

  /** All values that were put somewhere, in no order that would mean anything. */
  List<Object> given() {
    var values = new ArrayList<Object>();
    for (int i = 0; i < (isDistinct ? given : few); i++) {
      values.add(value(i));
    }
    return values;
  }

  /** A value that was put somewhere, or nearly. */
  @Nullable Object someValue() {
    return value(random.nextInt(1 + (isDistinct ? given : few)));
  }

  /** The values of a history are in no order, whether they are distinct or not. */
  private @Nullable Object value(int index) {
    int number = index ^ mask;
    if (!isOdd || number > ODD.size()) {
      return number;
    }
    return number == 0 ? null : ODD.get(number - 1);
  }
}
