package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.linearizable.fuzz.Draft.Fate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Draws who has time for operations and when, in all shapes that intervals have: clocks that stand
 * still, operations without length, processes that touch themselves and each other.
 */
final class Timetable {

  /** How the operations of one worker lie in time. */
  private enum Style {
    /** Anywhere, few times and so many equal ones. */
    SCATTERED,
    /** Anywhere, and hardly two times equal. */
    APART,
    /** On a grid that all share: what ends, what begins and what does both meet at its lines. */
    GRID,
    /** As on a grid, each over many lines. */
    LONG,
    /** The clock stands still, or nearly. */
    STILL,
    /** All at once, again and again. */
    ROUNDS
  }

  private static final Style[] STYLES = Style.values();

  private final Dice dice;
  private final int operations;
  private final int workers;
  private final double unknown;
  private final double failing;
  private int fresh;

  Timetable(Dice dice, int operations, int workers) {
    this.dice = dice;
    this.operations = operations;
    this.workers = workers;
    this.unknown = dice.of(0.0, 0.0, 0.15, 0.3, 0.5, 0.8);
    this.failing = dice.of(0.0, 0.0, 0.0, 0.2);
    this.fresh = workers;
  }

  /** Drafts, those of a process in their order. */
  List<Draft> draw() {
    int[] load = new int[workers];
    for (int i = 0; i < operations; i++) {
      load[dice.below(workers)]++;
    }
    var drafts = new ArrayList<Draft>(operations);
    Style common = dice.of(STYLES);
    boolean isMixed = dice.below(6) == 0;
    int horizon = 1 + dice.below(2 + 2 * operations);
    double touching = dice.of(0.0, 0.5, 0.9);
    for (int worker = 0; worker < workers; worker++) {
      Style style = isMixed ? dice.of(STYLES) : common;
      addAll(drafts, worker, times(style, load[worker], horizon, touching));
    }
    return drafts;
  }

  private void addAll(List<Draft> drafts, int worker, long[] times) {
    int process = worker;
    Draft before = null;
    for (int i = 0; i < times.length; i += 2) {
      var draft = new Draft(process, times[i], times[i + 1], fate(), before);
      drafts.add(draft);
      before = draft;
      if (!draft.fate.isKnown()) {
        process = fresh++;
        before = null;
      }
    }
  }

  private Fate fate() {
    if (dice.chance(unknown)) {
      return dice.below(3) == 0 ? Fate.OPEN : Fate.INFO;
    }
    return dice.chance(failing) ? Fate.FAIL : Fate.OK;
  }

  private long[] times(Style style, int load, int horizon, double touching) {
    long[] times = new long[2 * load];
    switch (style) {
      case SCATTERED -> scatter(times, horizon);
      case APART -> scatter(times, 1_000_000_000);
      case STILL -> scatter(times, 1 + dice.below(2));
      case GRID -> grid(times, touching, 0, 3);
      case LONG -> grid(times, touching, 1, 8);
      case ROUNDS -> rounds(times);
      default -> throw new AssertionError(style);
    }
    return times;
  }

  private void scatter(long[] times, int bound) {
    Arrays.setAll(times, i -> dice.below(bound));
    Arrays.sort(times);
  }

  private void grid(long[] times, double touching, int shortest, int spread) {
    long time = dice.below(2);
    for (int i = 0; i < times.length; i += 2) {
      times[i] = time;
      times[i + 1] = time + shortest + dice.below(spread);
      time = times[i + 1] + (dice.chance(touching) ? 0 : 1 + dice.below(2));
    }
  }

  private void rounds(long[] times) {
    for (int i = 0; i < times.length; i += 2) {
      times[i] = 5L * i + dice.below(5);
      times[i + 1] = 5L * i + 4 + dice.below(7);
    }
  }
}
