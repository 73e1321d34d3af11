package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.Model.Step;
import dev.ordeal.checkers.Model.To;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where calls lead, in numbers: calls and states are numbered as they are met, and each step is
 * taken once, however often parts of a witness are searched.
 *
 * <p>No hint of the model is used but {@link Model#isPure}, and that only where the state stays.
 * Who asks for more gets more: what is blind, what overwrites, and which answers are lost.
 */
final class Effects<S> {
  /** The number of the initial state. */
  static final int INITIAL = 0;

  /** What has not been asked yet; so that rows need not be filled, states are kept plus one. */
  private static final int UNKNOWN = 0;

  /** What is illegal may be legal later; only after an overwrite; never. */
  enum Outlook {
    OPEN,
    STUCK,
    HOPELESS
  }

  private static final int[] NONE = {};

  private final Model<S> model;
  private final Numbering<Call> calls = new Numbering<>();
  private final Numbering<S> states = new Numbering<>();
  private final List<Illegal<S>> rules = new ArrayList<>();
  private final List<Outlook> outlooks = new ArrayList<>();
  private int[][] steps = new int[32][];
  private int size;

  Effects(Model<S> model) {
    this.model = model;
    states.of(model.initial());
  }

  /** The number of a call; calls have the same one if the model cannot tell them apart. */
  int kind(Call call) {
    int kind = calls.of(Numbering.asToldBy(model, call));
    if (kind == steps.length) {
      steps = Arrays.copyOf(steps, 2 * steps.length);
    }
    if (steps[kind] == null) {
      steps[kind] = NONE;
    }
    return kind;
  }

  /** Whether a call of this kind never changes a state. */
  boolean isPure(int kind) {
    return model.isPure(calls.at(kind));
  }

  /** The number of the state that a call leads to; negative if it is illegal there. */
  int step(int state, int kind) {
    int[] row = steps[kind];
    int known = state < row.length ? row[state] : UNKNOWN;
    return known == UNKNOWN ? compute(state, kind) : known > 0 ? known - 1 : known;
  }

  /** The rule that a call breaks where its step is negative. */
  Illegal<S> rule(int step) {
    return rules.get(-1 - step);
  }

  /** Whether a call of this kind is legal everywhere, and what it leads to is told by nobody. */
  boolean isBlind(int kind) {
    return model.isBlind(calls.at(kind)) || isOverwrite(kind);
  }

  boolean isOverwrite(int kind) {
    return model.isOverwrite(calls.at(kind));
  }

  /** What the model says of a call that is illegal, where its step is negative. */
  Outlook outlook(int step) {
    return outlooks.get(-1 - step);
  }

  /** How many steps were taken, each once. */
  int size() {
    return size;
  }

  private int compute(int state, int kind) {
    int[] row = steps[kind];
    if (state >= row.length) {
      row = Arrays.copyOf(row, Math.max(8, 2 * state));
      steps[kind] = row;
    }
    size++;
    Step<S> step = model.step(states.at(state), calls.at(kind));
    if (step instanceof To<S> to) {
      int next = states.of(to.state());
      row[state] = next + 1;
      return next;
    }
    rules.add((Illegal<S>) step);
    outlooks.add(outlook(states.at(state), calls.at(kind)));
    row[state] = -rules.size();
    return row[state];
  }

  private Outlook outlook(S state, Call call) {
    if (!call.seen()) {
      return Outlook.OPEN;
    }
    return model.isHopeless(state, call)
        ? Outlook.HOPELESS
        : model.isHopelessWithoutOverwrite(state, call) ? Outlook.STUCK : Outlook.OPEN;
  }
}
