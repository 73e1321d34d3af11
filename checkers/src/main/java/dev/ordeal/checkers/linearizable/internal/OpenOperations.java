package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The operations that have begun and not ended, each in a slot: a set of them is a few words, as
 * wide as the window of what is open and not as long as the history.
 */
final class OpenOperations {
  private static final int NONE = -1;
  private static final byte PURE = 1;
  private static final byte OVERWRITE = 2;
  private static final byte BLIND = 3;

  private final Problem problem;
  private final Intervals order;
  private final Automaton<?> automaton;

  /** Per kind of call what its model says of it. */
  private final byte[] traits;

  private final boolean isOneObject;
  private final boolean isForgetful;

  /** Which operations touch another one of their process; empty if none does. */
  private final boolean[] tied;

  private int[] operationIn = {};
  private final int[] slotOf;

  /** Per slot the slot of the same kind of call that has to end next before it, or none. */
  private int[] twinBefore = {};

  private long[] open = {};

  /** Those that no other may stand in for. */
  private long[] alone = {};

  private long[] pure = {};
  private long[] overwrites = {};
  private long[] overwriting = {};
  private long[] blind = {};
  private long[] optional = {};

  OpenOperations(Problem problem, Model<?> model, Automaton<?> automaton) {
    this.problem = problem;
    this.order = problem.intervals();
    this.automaton = automaton;
    this.slotOf = new int[order.size()];
    Arrays.fill(slotOf, NONE);
    traits = new byte[automaton.kinds()];
    // What overwrites one key leaves the others.
    var keys = IntStream.range(0, traits.length).mapToObj(i -> model.key(automaton.call(i)));
    isOneObject = keys.distinct().count() <= 1;
    boolean isForgetful = isOneObject;
    for (int kind = 0; kind < traits.length; kind++) {
      Call call = automaton.call(kind);
      traits[kind] = model.isPure(call) ? PURE : isOneObject ? traits(model, call) : 0;
      isForgetful &= traits[kind] != 0;
    }
    this.isForgetful = isForgetful;
    tied = new boolean[problem.isTied() ? problem.size() : 0];
    for (int i = 0; i < tied.length; i++) {
      int before = problem.touching(i);
      if (before >= 0) {
        tied[i] = true;
        tied[before] = true;
      }
    }
  }

  private static byte traits(Model<?> model, Call call) {
    return model.isOverwrite(call) ? OVERWRITE : model.isBlind(call) ? BLIND : 0;
  }

  /** How many words a set of open operations takes. */
  int width() {
    return open.length;
  }

  /** The open operations of a word's slots, as bits. */
  long open(int word) {
    return open[word];
  }

  /** Those of them whose calls are pure. */
  long pure(int word) {
    return open[word] & pure[word];
  }

  /** Those of them that overwrite. */
  long overwrites(int word) {
    return open[word] & overwrites[word];
  }

  /** Those of them that overwrite, must happen, and touch nothing in their process. */
  long overwriting(int word) {
    return open[word] & overwriting[word];
  }

  /** Those of them that are legal everywhere, must happen, and touch nothing in their process. */
  long blind(int word) {
    return open[word] & blind[word];
  }

  /** Per word the slots of the operations that need not happen. */
  long[] optional() {
    return optional;
  }

  /** Whether all operations go to one object, so that an overwrite leaves nothing of it. */
  boolean isOneObject() {
    return isOneObject;
  }

  /** Whether all calls are pure or legal everywhere: what is never seen then does not matter. */
  boolean isForgetful() {
    return isForgetful;
  }

  boolean isPure(int operation) {
    return traits[automaton.kind(operation)] == PURE;
  }

  boolean isOverwrite(int operation) {
    return traits[automaton.kind(operation)] == OVERWRITE;
  }

  /** Whether an operation is legal everywhere and changes the state. */
  boolean isBlind(int operation) {
    return traits[automaton.kind(operation)] >= OVERWRITE;
  }

  /** Whether any operation at all touches another one of its process. */
  boolean isTied() {
    return tied.length > 0;
  }

  /** The slot of the open operation of the same process that this one touches, or -1. */
  int touchedSlot(int operation) {
    int before = problem.touching(operation);
    return before < 0 ? NONE : slotOf[before];
  }

  int operation(int slot) {
    return operationIn[slot];
  }

  /** The slot of an operation, or -1 if it is not open. */
  int slot(int operation) {
    return slotOf[operation];
  }

  /** The slot of the operation of the same kind that ends next before the one here, or -1. */
  int twinBefore(int slot) {
    return twinBefore[slot];
  }

  /** Opens an operation. */
  void begin(int operation) {
    int slot = freeSlot();
    operationIn[slot] = operation;
    slotOf[operation] = slot;
    open[slot >> 6] |= 1L << slot;
    twinBefore[slot] = NONE;
    boolean isOptional = problem.isOptional(operation);
    set(pure, slot, isPure(operation));
    boolean isAlone = isTied() && tied[operation];
    set(overwrites, slot, isOverwrite(operation));
    set(blind, slot, isBlind(operation) && !isOptional && !isAlone);
    set(overwriting, slot, isOverwrite(operation) && !isOptional && !isAlone);
    set(optional, slot, isOptional);
    set(alone, slot, isAlone);
    if (!isAlone) {
      findTwins(slot);
    }
  }

  private static void set(long[] slots, int slot, boolean isIn) {
    long bit = 1L << slot;
    slots[slot >> 6] = isIn ? slots[slot >> 6] | bit : slots[slot >> 6] & ~bit;
  }

  private int freeSlot() {
    for (int word = 0; word < open.length; word++) {
      if (open[word] != -1L) {
        return (word << 6) + Long.numberOfTrailingZeros(~open[word]);
      }
    }
    int slot = open.length << 6;
    open = Arrays.copyOf(open, open.length + 1);
    alone = Arrays.copyOf(alone, open.length);
    pure = Arrays.copyOf(pure, open.length);
    overwrites = Arrays.copyOf(overwrites, open.length);
    blind = Arrays.copyOf(blind, open.length);
    overwriting = Arrays.copyOf(overwriting, open.length);
    optional = Arrays.copyOf(optional, open.length);
    operationIn = Arrays.copyOf(operationIn, slot + Long.SIZE);
    twinBefore = Arrays.copyOf(twinBefore, slot + Long.SIZE);
    return slot;
  }

  private void findTwins(int slot) {
    int operation = operationIn[slot];
    int kind = automaton.kind(operation);
    int after = NONE;
    for (int word = 0; word < open.length; word++) {
      for (long left = open[word] & ~alone[word]; left != 0; left &= left - 1) {
        int other = (word << 6) + Long.numberOfTrailingZeros(left);
        if (other == slot || automaton.kind(operationIn[other]) != kind) {
          continue;
        }
        if (endsBefore(operationIn[other], operation)) {
          if (twinBefore[slot] == NONE
              || endsBefore(operationIn[twinBefore[slot]], operationIn[other])) {
            twinBefore[slot] = other;
          }
        } else if (after == NONE || endsBefore(operationIn[other], operationIn[after])) {
          after = other;
        }
      }
    }
    if (after != NONE) {
      twinBefore[after] = slot;
    }
  }

  private boolean endsBefore(int one, int other) {
    int end = order.end()[one];
    int otherEnd = order.end()[other];
    return end != otherEnd ? end < otherEnd : order.begin()[one] < order.begin()[other];
  }

  /** Closes an operation: it has ended, or is not asked for any more. */
  void end(int operation) {
    int slot = slotOf[operation];
    slotOf[operation] = NONE;
    open[slot >> 6] &= ~(1L << slot);
    for (int word = 0; word < open.length; word++) {
      for (long left = open[word]; left != 0; left &= left - 1) {
        int other = (word << 6) + Long.numberOfTrailingZeros(left);
        if (twinBefore[other] == slot) {
          twinBefore[other] = twinBefore[slot];
        }
      }
    }
  }
}
