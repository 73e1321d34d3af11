package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.Step;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.checkers.linearizable.fuzz.Draft.Fate;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A random history of a model: a timetable, an order of effects that fits it, and in it one defect,
 * some, or answers that are nothing but made up.
 *
 * @param <S> the state of the model
 */
public final class RandomHistory<S> {

  /** What can go wrong with an operation. */
  private enum Defect {
    NONE,
    /** The answer is made up. */
    WILD,
    /** The answer is one of an earlier state. */
    STALE,
    /** It answers, and has no effect. */
    LOST
  }

  private static final Defect[] DEFECTS = {Defect.WILD, Defect.STALE, Defect.LOST};

  /** A function that no model knows. */
  static final String STRANGER = "stranger";

  /** Operations of a small history. */
  private static final int MOST = 9;

  private final Model<S> model;
  private final Vocabulary<S> words;
  private final Dice dice;
  private final double faulty;
  private final boolean isMadeUp;
  private final double strange;
  private final List<S> states = new ArrayList<>();
  private S state;

  private RandomHistory(Subject<S> subject, Dice dice, boolean isFlawless) {
    this.model = subject.model();
    this.words = subject.vocabulary();
    this.dice = dice;
    this.state = model.initial();
    this.isMadeUp = !isFlawless && dice.below(8) == 0;
    this.faulty = isFlawless ? 0 : isMadeUp ? 1 : dice.of(0.0, 0.05, 0.15, 0.4);
    this.strange = dice.of(0.0, 0.0, 0.0, 0.15);
  }

  /** A history of two to nine operations of one to five workers. */
  public static <S> History small(Dice dice, Subject<S> subject) {
    return few(dice, subject, false);
  }

  /** The same, but with a linearization: the order in which it came about. */
  public static <S> History smallValid(Dice dice, Subject<S> subject) {
    return few(dice, subject, true);
  }

  private static <S> History few(Dice dice, Subject<S> subject, boolean isFlawless) {
    int operations = MOST - Math.min(dice.below(MOST - 1), dice.below(MOST - 1));
    var timetable = new Timetable(dice, operations, 1 + dice.below(5));
    return new RandomHistory<>(subject, dice, isFlawless).tell(timetable.draw());
  }

  /** A history of 30 to 300 operations of three to ten workers. */
  public static <S> History middling(Dice dice, Subject<S> subject) {
    return many(dice, subject, false);
  }

  /** The same, but with a linearization: the order in which it came about. */
  public static <S> History middlingValid(Dice dice, Subject<S> subject) {
    return many(dice, subject, true);
  }

  private static <S> History many(Dice dice, Subject<S> subject, boolean isFlawless) {
    var timetable = new Timetable(dice, 30 + dice.below(271), 3 + dice.below(8));
    return new RandomHistory<>(subject, dice, isFlawless).tell(timetable.draw());
  }

  private History tell(List<Draft> drafts) {
    boolean inTime = dice.chance(0.5);
    long last = drafts.stream().mapToLong(draft -> draft.end).max().orElse(0);
    for (Draft draft : drafts) {
      long end = draft.fate.isKnown() ? draft.end : last + 1;
      draft.point = inTime ? draft.begin + dice.fraction() * (end - draft.begin) : dice.fraction();
      draft.isRogue = !isMadeUp && dice.chance(faulty / 2);
    }
    var rest = new ArrayList<>(drafts);
    while (!rest.isEmpty()) {
      Draft next = next(rest);
      rest.remove(next);
      next.isPlaced = true;
      states.add(state);
      happen(next);
    }
    addFaults(drafts, last);
    return Draft.history(drafts, dice);
  }

  /** The first by its point of those that none of the rest precedes, or that care for nothing. */
  private static Draft next(List<Draft> rest) {
    long earliestEnd = Long.MAX_VALUE;
    for (Draft draft : rest) {
      if (draft.fate.isKnown() && !draft.isRogue) {
        earliestEnd = Math.min(earliestEnd, draft.end);
      }
    }
    Draft best = null;
    for (Draft draft : rest) {
      boolean isNext =
          draft.isRogue
              || draft.begin <= earliestEnd
                  && (draft.before == null || draft.before.isPlaced || draft.before.isRogue);
      if (isNext && (best == null || draft.point < best.point)) {
        best = draft;
      }
    }
    return Objects.requireNonNull(best);
  }

  private void happen(Draft draft) {
    if (dice.chance(strange)) {
      draft.invoke = Op.invoke(STRANGER, dice.value());
      return;
    }
    Defect defect = dice.chance(faulty) ? dice.of(DEFECTS) : Defect.NONE;
    defect = isMadeUp ? Defect.WILD : defect;
    Op invoke = words.invocation(dice, draft.process, state);
    draft.invoke = invoke;
    draft.output = answer(invoke, defect);
    boolean isSeen = draft.fate == Fate.OK;
    if (draft.fate == Fate.FAIL || !isSeen && dice.chance(0.4)) {
      return;
    }
    Object output = isSeen ? draft.output : null;
    var call = new Call(draft.process, invoke.f(), invoke.value(), isSeen, output);
    Step<S> step = model.step(state, call);
    if (step instanceof To<S> to) {
      state = defect == Defect.LOST ? state : to.state();
    } else if (isSeen && defect == Defect.NONE) {
      draft.fate = Fate.FAIL;
    }
  }

  private @Nullable Object answer(Op invoke, Defect defect) {
    S from = defect == Defect.STALE ? states.get(dice.below(states.size())) : state;
    return invoke
        .ok(
            defect == Defect.WILD
                ? words.anyAnswer(dice, invoke)
                : words.answer(dice, from, invoke))
        .value();
  }

  /** The nemesis may use the words of the model; nobody must listen to it. */
  private void addFaults(List<Draft> drafts, long last) {
    long time = 0;
    Draft before = null;
    for (int i = dice.of(0, 0, 0, 1, 2); i > 0; i--) {
      long begin = time + dice.below(2);
      time = Math.max(begin, last / i);
      var fault = new Draft(Op.NEMESIS, begin, time, Fate.INFO, before);
      fault.invoke = dice.chance(0.5) ? Op.invoke("partition") : words.invocation(dice, 0, state);
      drafts.add(fault);
      before = fault;
    }
  }
}
