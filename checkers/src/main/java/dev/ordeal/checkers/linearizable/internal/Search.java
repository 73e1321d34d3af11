package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.Model.Step;
import dev.ordeal.checkers.Model.To;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A depth-first search for a linearization: Wing and Gong's algorithm (1993) with Lowe's memo of
 * (linearized set, state) ("Testing for linearizability", 2017), optional operations only when they
 * are needed.
 *
 * <p>At every configuration, first a pure call that is legal is taken, without an alternative: in
 * any order that goes on from here it can as well come first. Then, one after the other, the calls
 * that may come next and must come some time; then the optional ones. An optional call that has
 * become needless ({@link Model#isNeedless}) is dropped, without an alternative either. Where a
 * call has become hopeless ({@link Model#isHopeless}) the search turns back at once.
 *
 * @param <S> the state of the model
 */
final class Search<S> {

  /** How a search ended. */
  enum Outcome {
    LINEARIZABLE,
    IMPOSSIBLE,
    OUT_OF_BUDGET,
    STOPPED
  }

  private enum Phase {
    PURE,
    REQUIRED,
    OPTIONAL
  }

  /** What was done with an operation. */
  private enum Frame {
    /** Taken, and there may be another way. */
    CHOSEN,
    /** Taken without an alternative. */
    FORCED,
    /** Left out for good, without an alternative. */
    DROPPED,
    /** Taken before, and by now no different from one that was left out: the memo forgets it. */
    FORGOTTEN
  }

  private final Problem problem;
  private final Call[] calls;
  private final boolean[] pure;

  /** Per event its place among the events; the end of an optional operation has none. */
  private final int[] place;

  private final Model<S> model;
  private final long budget;
  private final EventList required;
  private final EventList optional;
  private final Memo<S> memo;

  /** The operations taken or dropped, in order; what stands below in the stack came before. */
  private final int[] stack;

  private final Object[] statesBefore;
  private final Frame[] frames;
  private int depth;

  private S state;
  private Phase phase = Phase.PURE;
  private int node;
  private int left;
  private long steps;

  /** The place of an event that no configuration can pass. */
  private int end = -1;

  /** How far the furthest configuration came, and the operation that could not be placed there. */
  private int furthest = -1;

  private int blocker = -1;

  private long blockedAtStep;
  private @Nullable Illegal<S> rule;

  Search(Problem problem, Model<S> model, long budget) {
    this.problem = problem;
    this.model = model;
    this.budget = budget;
    int size = problem.size();
    calls = problem.calls();
    pure = new boolean[size];
    place = new int[2 * size];
    Arrays.fill(place, Integer.MAX_VALUE);
    for (int i = 0; i < problem.events().length; i++) {
      place[problem.events()[i]] = i;
    }
    for (int i = 0; i < size; i++) {
      pure[i] = model.isPure(calls[i]);
    }
    required = new EventList(size);
    optional = new EventList(size);
    boolean[] isOptional = new boolean[size];
    for (int event : problem.events()) {
      isOptional[event >> 1] = problem.isOptional(event >> 1);
      (isOptional[event >> 1] ? optional : required).add(event);
    }
    for (boolean one : isOptional) {
      left += one ? 0 : 1;
    }
    memo = new Memo<>(isOptional);
    stack = new int[2 * size];
    statesBefore = new Object[2 * size];
    frames = new Frame[2 * size];
    state = model.initial();
    node = required.first();
  }

  /** Searches to the end. */
  Outcome run() {
    return run(Long.MAX_VALUE);
  }

  /** Searches to the end, or until so many steps were made: the stack then shows where it is. */
  Outcome run(long stopAt) {
    while (left > 0) {
      if (steps >= budget) {
        return Outcome.OUT_OF_BUDGET;
      }
      if (steps >= stopAt) {
        return Outcome.STOPPED;
      }
      steps++;
      boolean goesOn = phase == Phase.OPTIONAL ? tryOptional() : tryRequired();
      if (!goesOn && !backtrack()) {
        return Outcome.IMPOSSIBLE;
      }
    }
    return Outcome.LINEARIZABLE;
  }

  private boolean tryRequired() {
    int operation = node >> 1;
    if ((node & 1) == 1) {
      if (phase == Phase.PURE) {
        phase = Phase.REQUIRED;
        node = required.first();
      } else {
        phase = Phase.OPTIONAL;
        node = optional.first();
      }
      return true;
    }
    if (phase == Phase.PURE && model.isHopeless(state, calls[operation])) {
      refuteHint(operation, "isHopeless", model.step(state, calls[operation]) instanceof To);
      noteBlocked(operation);
      return false;
    }
    int before = problem.touching(operation);
    if (pure[operation] != (phase == Phase.PURE) || before >= 0 && !memo.contains(before)) {
      node = required.after(node);
      return true;
    }
    if (model.step(state, calls[operation]) instanceof To<S> to) {
      boolean isChoice = phase == Phase.REQUIRED;
      refuteHint(operation, "isPure", !isChoice && !Objects.equals(to.state(), state));
      take(required, operation, to.state(), isChoice);
    } else {
      node = required.after(node);
    }
    return true;
  }

  /** A hint is trusted as far as nobody sees it broken: a wrong one could convict the innocent. */
  private void refuteHint(int operation, String hint, boolean isBroken) {
    if (isBroken) {
      throw new IllegalStateException(
          "the model %s says %s of %s, but its step from %s says otherwise: correct the hint"
              .formatted(model.name(), hint, calls[operation], state));
    }
  }

  private boolean tryOptional() {
    int end = required.firstEnd();
    if (node == optional.end() || place[node] > place[end]) {
      noteBlocked(end >> 1);
      return false;
    }
    int operation = node >> 1;
    var call = calls[operation];
    int before = problem.touching(operation);
    if (before >= 0 && !memo.contains(before)) {
      // Not its turn yet; what its process does before it may still make it needed.
      node = optional.after(node);
    } else if (model.isNeedless(state, call)) {
      int next = optional.after(node);
      push(operation, Frame.DROPPED);
      optional.lift(operation);
      node = next;
    } else if (model.step(state, call) instanceof To<S> to && !Objects.equals(to.state(), state)) {
      take(optional, operation, to.state(), true);
    } else {
      node = optional.after(node);
    }
    return true;
  }

  private void take(EventList list, int operation, S after, boolean isChoice) {
    int before = depth;
    memo.set(operation);
    push(operation, isChoice ? Frame.CHOSEN : Frame.FORCED);
    list.lift(operation);
    left -= list == required ? 1 : 0;
    if (isChoice) {
      forgetNeedless(after);
      if (!memo.isNew(after)) {
        while (depth > before) {
          pop();
        }
        node = list.after(2 * operation);
        return;
      }
    }
    state = after;
    phase = Phase.PURE;
    node = required.first();
  }

  private void forgetNeedless(S after) {
    for (int one = memo.optionalAfter(-1); one >= 0; one = memo.optionalAfter(one)) {
      steps++;
      if (model.isNeedless(after, calls[one])) {
        push(one, Frame.FORGOTTEN);
        memo.clear(one);
      }
    }
  }

  private void push(int operation, Frame frame) {
    stack[depth] = operation;
    statesBefore[depth] = state;
    frames[depth] = frame;
    depth++;
  }

  @SuppressWarnings("unchecked")
  private Frame pop() {
    depth--;
    int operation = stack[depth];
    Frame frame = frames[depth];
    state = (S) statesBefore[depth];
    if (frame == Frame.FORGOTTEN) {
      memo.set(operation);
      return frame;
    }
    boolean isOptional = problem.isOptional(operation);
    (isOptional ? optional : required).unlift(operation);
    if (frame != Frame.DROPPED) {
      memo.clear(operation);
      left += isOptional ? 0 : 1;
    }
    return frame;
  }

  /** Goes back to the last configuration that had another way on; whether there is one. */
  private boolean backtrack() {
    while (depth > 0) {
      if (pop() == Frame.CHOSEN) {
        int operation = stack[depth];
        boolean isOptional = problem.isOptional(operation);
        phase = isOptional ? Phase.OPTIONAL : Phase.REQUIRED;
        node = (isOptional ? optional : required).after(2 * operation);
        return true;
      }
    }
    return false;
  }

  private void noteBlocked(int operation) {
    end = Math.max(end, place[2 * operation + 1]);
    int at = place[required.firstEnd()];
    if (at <= furthest) {
      return;
    }
    Step<S> step = model.step(state, calls[operation]);
    if (step instanceof Illegal<S> illegal) {
      furthest = at;
      blocker = operation;
      rule = illegal;
      blockedAtStep = steps;
    }
  }

  long steps() {
    return steps;
  }

  /** The operations taken so far, in order. */
  int[] order() {
    int[] taken = new int[depth];
    int size = 0;
    for (int i = 0; i < depth; i++) {
      if (frames[i] == Frame.CHOSEN || frames[i] == Frame.FORCED) {
        taken[size++] = stack[i];
      }
    }
    return Arrays.copyOf(taken, size);
  }

  /** What the furthest configuration could not place, or -1. */
  int blocker() {
    return blocker;
  }

  /** The place of an event up to which the history is impossible already. */
  int end() {
    return end;
  }

  /** After how many steps the furthest configuration was reached. */
  long blockedAtStep() {
    return blockedAtStep;
  }

  /** The rule that the blocker breaks there. */
  @Nullable Illegal<S> rule() {
    return rule;
  }
}
