package dev.ordeal.checkers.sessions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The smallest subsets, of a set given as bits, that cannot hold together. What contains a subset
 * that cannot hold cannot either; so the fewest questions are asked where one member alone is to
 * blame: each member, and then all others at once.
 */
final class Conflicts {
  private final int all;
  private final IntPredicate isBroken;
  private final List<Integer> found = new ArrayList<>();

  Conflicts(int all, IntPredicate isBroken) {
    this.all = all;
    this.isBroken = isBroken;
  }

  /** Each broken subset of which every smaller part holds, the small ones first. */
  List<Integer> smallest() {
    int rest = all;
    for (int bit = 1; bit <= all; bit <<= 1) {
      if ((all & bit) != 0 && isBroken.test(bit)) {
        found.add(bit);
        rest &= ~bit;
      }
    }
    if (Integer.bitCount(rest) > 1 && isBroken.test(rest)) {
      int others = rest;
      IntStream.range(1, others + 1)
          .filter(set -> (set & ~others) == 0 && Integer.bitCount(set) > 1)
          .boxed()
          .sorted(Comparator.comparing(Integer::bitCount))
          .filter(set -> found.stream().noneMatch(less -> (less & set) == less))
          .forEachOrdered(this::test);
    }
    return List.copyOf(found);
  }

  private void test(int set) {
    if (isBroken.test(set)) {
      found.add(set);
    }
  }
}
