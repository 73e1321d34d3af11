package dev.ordeal.checkers.linearizable;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.history.History;
import dev.ordeal.history.History.Pair;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Goes through some of the orders, each from its start to its end, but all of them window by window
 * of the history: what lies together in memory is then read together. Used by one thread, once.
 */
final class Replay<S> {
  static final String PRECEDES = " is placed after an operation that it precedes";

  /** So many ops fit into a cache. */
  private static final int WINDOW = 1 << 15;

  private final History history;
  private final Model<S> model;
  private final boolean isKeyed;

  private final Set<Object> keys;
  private final int[][] orders;
  private final int first;
  private final int every;
  private final boolean isTimed;
  private final boolean isReplayed;
  private final BitSet placed = new BitSet();
  private final long[] latestBegin;
  private final List<S> states;
  private final @Nullable Object[] own;
  private final long[] pair = new long[2];

  /** How far each order was looked at. */
  private final int[] seen;

  /** How many ops are looked at in a row, and one more than the order of each of them, or 0. */
  private final int window;

  private final int[] claimant;
  private boolean isTouched;

  /**
   * Takes of all orders the first, and from there on one of so many.
   *
   * @param keys those that have an order, of all threads
   * @param isTimed whether to look at when operations happened
   * @param isReplayed whether to take the steps of the model
   */
  Replay(
      History history,
      Model<S> model,
      Set<Object> keys,
      int[][] orders,
      int first,
      int every,
      boolean isTimed,
      boolean isReplayed) {
    this.history = history;
    this.model = model;
    this.keys = keys;
    this.isKeyed = model.structure().isKeyedRegister();
    this.orders = orders;
    this.first = first;
    this.every = every;
    this.isTimed = isTimed;
    this.isReplayed = isReplayed;
    latestBegin = new long[orders.length];
    states = new ArrayList<>(Collections.nCopies(orders.length, model.initial()));
    own = new @Nullable Object[orders.length];
    seen = new int[orders.length];
    // Orders of few operations each are worth no more visits than they have operations.
    window = (int) Math.min(history.size(), Math.max(WINDOW, 16L * orders.length));
    claimant = new int[orders.length > 1 ? window : 0];
  }

  /** What is wrong with these orders, each by itself. */
  Optional<String> sweep() {
    for (long base = 0; base < history.size(); base += window) {
      var wrong = isReplayed && orders.length > 1 ? strange((int) base) : Optional.<String>empty();
      for (int o = first; o < orders.length && wrong.isEmpty(); o += every) {
        int to = until(o, (int) base);
        wrong = look(o, to);
        seen[o] = to;
      }
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return IntStream.range(0, orders.length)
        .filter(o -> o % every == first && seen[o] < orders[o].length)
        .mapToObj(o -> "the history has no op " + orders[o][seen[o]])
        .findFirst();
  }

  /** Where an order leaves a window for the first time. */
  private int until(int order, int base) {
    int[] row = orders[order];
    long bound = Math.min((long) base + window, history.size());
    int at = seen[order];
    while (at < row.length && row[at] < bound) {
      at++;
    }
    return at;
  }

  /**
   * What stands in the order of another key. A window is read from its start to its end here, so
   * that it comes from memory as a stream, and is there when the orders leap about in it.
   */
  private Optional<String> strange(int base) {
    for (int o = first; o < orders.length; o += every) {
      for (int at = seen[o], to = until(o, base); at < to; at++) {
        int index = orders[o][at];
        if (index >= base) {
          claimant[index - base] = o + 1;
        } else if (!isOfKey(index, o)) {
          return strangerAt(index);
        }
      }
    }
    for (int i = 0; i < claimant.length; i++) {
      if (claimant[i] > 0 && !isOfKey(base + i, claimant[i] - 1)) {
        return strangerAt(base + i);
      }
      claimant[i] = 0;
    }
    return Optional.empty();
  }

  private Optional<String> strangerAt(int index) {
    return Optional.of(history.get(index) + " stands in the order of another key");
  }

  private Optional<String> look(int order, int to) {
    int[] row = orders[order];
    for (int at = seen[order]; at < to && isTimed; at++) {
      String wrong = place(order, row[at]);
      if (wrong != null) {
        return Optional.of(history.get(row[at]) + wrong);
      }
    }
    for (int at = seen[order]; at < to && isReplayed; at++) {
      var step = model.step(states.get(order), call(row[at]));
      if (step instanceof Illegal<S> illegal) {
        return Optional.of(history.get(row[at]) + " is placed where " + illegal.because());
      }
      states.set(order, ((To<S>) step).state());
    }
    return Optional.empty();
  }

  private @Nullable String place(int order, int index) {
    int end = history.partner(index);
    if (history.type(index) != Type.INVOKE
        || placed.get(index)
        || end >= 0 && history.type(end) == Type.FAIL) {
      return " is placed twice, or failed";
    }
    placed.set(index);
    if (end >= 0 && history.type(end) == Type.OK) {
      if (history.time(end) < latestBegin[order]) {
        return PRECEDES;
      }
      isTouched |= nextAtOnce(history, end, end) >= 0;
    }
    latestBegin[order] = Math.max(latestBegin[order], history.time(index));
    return null;
  }

  /** Whether a call goes to the key of its order; the first call of an order says which. */
  private boolean isOfKey(int index, int order) {
    if (isKeyed && own[order] instanceof Long key && history.pair(index, pair) != Pair.NONE) {
      return key == pair[0];
    }
    var key = model.key(call(index));
    if (own[order] == null && key.isPresent() && keys.add(key.get())) {
      own[order] = key.get();
    }
    return key.isPresent() && key.get().equals(own[order]);
  }

  /** The operations that were placed, by the index of their invocations. */
  BitSet placed() {
    return placed;
  }

  /** Whether some process goes on at the very instant at which it ended something. */
  boolean isTouched() {
    return isTouched;
  }

  /**
   * Where, behind a position, the process that ends something here does something at the same
   * instant; or -1.
   */
  static int nextAtOnce(History history, int behind, int end) {
    for (int at = behind + 1; at < history.size() && history.time(at) == history.time(end); at++) {
      if (history.process(at) == history.process(end)) {
        return at;
      }
    }
    return -1;
  }

  private Call call(int index) {
    int end = history.partner(index);
    boolean seen = end >= 0 && history.type(end) == Type.OK;
    Object output = seen ? history.value(end) : null;
    return new Call(history.process(index), history.f(index), history.value(index), seen, output);
  }
}
