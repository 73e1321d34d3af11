package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.To;
import java.util.Arrays;
import java.util.Objects;

/**
 * A model as numbers: states and kinds of calls get numbers as they are met, and each step is taken
 * once. Calls are of one kind if nothing that the model may look at tells them apart.
 *
 * @param <S> the state of the model
 */
final class Automaton<S> {
  /** The number of the initial state, for good. */
  static final int INITIAL = 0;

  /** Stands for all states that nobody sees any more; all calls must be pure or blind. */
  static final int UNSEEN = 1;

  /** No step: the call is illegal here. */
  static final int ILLEGAL = -1;

  /** No step: the call is illegal here and in every state that can follow. */
  static final int HOPELESS = -2;

  /** No step: illegal here and in every state that can follow before an overwrite is placed. */
  static final int STUCK = -3;

  /** Set beside a step: an unseen call of this kind can be left out from here on. */
  private static final int NEEDLESS = 1 << 30;

  /** With its places in the tables; of a queue that holds some values, for example. */
  private static final long BYTES_A_STATE = 400;

  private static final int ABSENT = Integer.MIN_VALUE;
  private static final int INITIAL_CAPACITY = 1 << 6;

  /** As many steps as stay near the processor. */
  private static final int MAX_CAPACITY = 1 << 15;

  private final Model<S> model;
  private final Numbering<Call> calls = new Numbering<>();
  private final int[] kinds;
  private final Work work;

  private long[] keys = new long[INITIAL_CAPACITY];
  private int[] steps = new int[INITIAL_CAPACITY];
  private int size;
  private Numbering<S> states;

  Automaton(Problem problem, Model<S> model) {
    this(problem, model, Work.unlimited());
  }

  /** Numbers whose making is part of some work. */
  Automaton(Problem problem, Model<S> model, Work work) {
    this.model = model;
    this.work = work;
    this.kinds = new int[problem.size()];
    Arrays.fill(steps, ABSENT);
    Call[] all = problem.calls();
    for (int i = 0; i < all.length; i++) {
      kinds[i] = calls.of(Numbering.asToldBy(model, all[i]));
    }
    this.states = first(model);
  }

  /** Those that keep their numbers: {@link #INITIAL} and {@link #UNSEEN}. */
  private static <S> Numbering<S> first(Model<S> model) {
    var states = new Numbering<S>();
    states.of(model.initial());
    states.skip(model.initial());
    return states;
  }

  /** The kind of an operation. */
  int kind(int operation) {
    return kinds[operation];
  }

  int kinds() {
    return calls.size();
  }

  /** What an operation of this kind calls. */
  Call call(int kind) {
    return calls.at(kind);
  }

  S state(int number) {
    return states.at(number);
  }

  /** The state that a call leads to, or {@link #ILLEGAL}, {@link #HOPELESS}, {@link #STUCK}. */
  int step(int state, int kind) {
    int step = entry(state, kind);
    return step < 0 ? step : step & ~NEEDLESS;
  }

  /** Whether an unseen call can be left out from this state on. */
  boolean isNeedless(int state, int kind) {
    int step = entry(state, kind);
    return step == HOPELESS || step >= 0 && (step & NEEDLESS) != 0;
  }

  private int entry(int state, int kind) {
    long key = (long) state << 32 | kind;
    int at = slot(key);
    while (steps[at] != ABSENT) {
      if (keys[at] == key) {
        return steps[at];
      }
      at = at + 1 & keys.length - 1;
    }
    int step = compute(state, kind);
    insert(key, step);
    return step;
  }

  private int compute(int state, int kind) {
    work.spend(Work.STEP_OF_MODEL);
    Call call = calls.at(kind);
    if (state == UNSEEN) {
      return model.isOverwrite(call) ? entry(INITIAL, kind) : model.isPure(call) ? STUCK : UNSEEN;
    }
    S from = states.at(state);
    boolean isLost = call.seen() ? model.isHopeless(from, call) : model.isNeedless(from, call);
    if (!(model.step(from, call) instanceof To<S> to)) {
      refuteHint(call, from, "isBlind", model.isBlind(call));
      boolean isStuck = call.seen() && model.isHopelessWithoutOverwrite(from, call);
      return isLost ? HOPELESS : isStuck ? STUCK : ILLEGAL;
    }
    boolean isPure = model.isPure(call);
    refuteHint(call, from, "isHopeless", isLost && call.seen());
    refuteHint(call, from, "isPure", isPure && !Objects.equals(to.state(), from));
    int next = isPure ? state : states.of(to.state());
    return isLost ? next | NEEDLESS : next;
  }

  /** A hint is trusted as far as nobody sees it broken: a wrong one could convict the innocent. */
  private void refuteHint(Call call, S state, String hint, boolean isBroken) {
    if (isBroken) {
      throw new IllegalStateException(
          "the model %s says %s of %s, but its step from %s says otherwise: correct the hint"
              .formatted(model.name(), hint, call, state));
    }
  }

  private int slot(long key) {
    return (int) (key * 0x9E3779B97F4A7C15L >>> 32) & keys.length - 1;
  }

  private void insert(long key, int step) {
    if (2 * ++size > keys.length) {
      if (keys.length < MAX_CAPACITY) {
        grow();
      } else {
        // The history has moved on; what is asked for again is soon here again.
        Arrays.fill(steps, ABSENT);
        size = 1;
      }
    }
    put(key, step);
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldSteps = steps;
    keys = new long[2 * oldKeys.length];
    steps = new int[keys.length];
    Arrays.fill(steps, ABSENT);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldSteps[i] != ABSENT) {
        put(oldKeys[i], oldSteps[i]);
      }
    }
  }

  private void put(long key, int step) {
    int at = slot(key);
    while (steps[at] != ABSENT) {
      at = at + 1 & keys.length - 1;
    }
    keys[at] = key;
    steps[at] = step;
  }

  /** How many states have numbers. */
  int states() {
    return states.size();
  }

  /** Forgets the states that none of these configurations is in, and numbers the others anew. */
  void forgetAllBut(ConfigurationSet living) {
    int[] renumbered = new int[states.size()];
    Arrays.fill(renumbered, ABSENT);
    renumbered[INITIAL] = INITIAL;
    renumbered[UNSEEN] = UNSEEN;
    Numbering<S> kept = first(model);
    for (int i = 0; i < living.size(); i++) {
      int at = living.at(i);
      int state = (int) living.words()[at];
      if (renumbered[state] == ABSENT) {
        renumbered[state] = kept.of(states.at(state));
      }
      living.words()[at] += renumbered[state] - state;
    }
    states = kept;
    Arrays.fill(steps, ABSENT);
    size = 0;
  }

  /** About how many bytes the tables take, and the states, which are the model's own. */
  long bytes() {
    return 12L * keys.length + BYTES_A_STATE * (states.size() + calls.size());
  }
}
