package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.linearizable.internal.Effects.Outlook;

/**
 * What a model declares, put to use where the orders of a few operations are tried.
 *
 * <ul>
 *   <li>An attempt is lost if one of those that have to be placed is illegal and stays so; or stays
 *       so until an overwrite, and none can come before it.
 *   <li>If all others are blind, and no answer can be given until an overwrite comes, nobody sees
 *       the state: one stands for all such, see {@link Sight}.
 * </ul>
 */
final class Hints<S> {
  /** Stands for all states that nobody sees; everything but an overwrite stays there. */
  static final int UNSEEN = Integer.MAX_VALUE - 1;

  private static final int NO_STEP = 0;

  private final Few<S> few;
  private final Effects<S> effects;
  private final int[] kinds;
  private long overwrites;
  private long others;

  private long timed;
  private long all;
  private long required;

  private int lost;
  private int lostStep;
  private boolean isSeen;

  Hints(Few<S> few, Effects<S> effects, int[] kinds) {
    this.few = few;
    this.effects = effects;
    this.kinds = kinds;
    for (int i = 0; i < kinds.length; i++) {
      overwrites |= effects.isOverwrite(kinds[i]) ? 1L << i : 0;
      others |= few.isPure(i) || effects.isBlind(kinds[i]) ? 0 : 1L << i;
    }
  }

  /** What is asked about: see {@link AllOrders}. */
  void ask(long inTime, long some, long toBePlaced) {
    timed = inTime;
    all = some;
    required = toBePlaced;
  }

  /** Looks at what is left to be placed from a state on; how many steps were looked at. */
  int look(long placed, int state) {
    lost = -1;
    isSeen = false;
    int looks = 0;
    for (long left = required & ~placed; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      looks++;
      int step = effects.step(state, kinds[i]);
      Outlook outlook = step >= NO_STEP ? Outlook.OPEN : effects.outlook(step);
      isSeen |= outlook == Outlook.OPEN && few.isPure(i);
      if (outlook == Outlook.HOPELESS || outlook == Outlook.STUCK && !isSaved(i, placed)) {
        lost = i;
        lostStep = step;
        return looks;
      }
    }
    return looks;
  }

  /** Whether an overwrite can come before an operation. */
  private boolean isSaved(int number, long placed) {
    long left = overwrites & all & ~placed & ~(1L << number);
    boolean isTimed = (timed >>> number & 1) != 0;
    return (left & ~(isTimed ? few.after(number) & timed : 0)) != 0;
  }

  /** What can never be placed, as far as was seen; or -1. */
  int lost() {
    return lost;
  }

  /** The step of what is lost. */
  int lostStep() {
    return lostStep;
  }

  /** Whether nobody sees the state that was looked at. */
  boolean isUnseen() {
    return !isSeen && (others & all) == 0;
  }

  /** Whether all that is left to be placed can be, wherever. */
  boolean isDone(long placed) {
    for (long left = required & ~placed; left != 0; left &= left - 1) {
      if (few.isPure(Long.numberOfTrailingZeros(left))) {
        return false;
      }
    }
    return true;
  }

  /** The step of an operation from the state that nobody sees; see {@link Effects#step}. */
  int stepUnseen(int number) {
    return (overwrites >>> number & 1) == 0 ? UNSEEN : effects.step(Effects.INITIAL, kinds[number]);
  }
}
