package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads the operations of a history, and the order of their ends, in one pass; used once. */
final class HistoryScan {
  /** So many ops at one time are compared with each other; of more, there is a map. */
  private static final int FEW = 16;

  private final History history;
  private final Model<?> model;

  /** Per position of an invocation one more than its operation; 0 where there is none. */
  private final int[] operationAt;

  private int[] invocation;
  private int[] begin;
  private int[] end;
  private int size;
  private int rank;
  private int[] touching = {};

  HistoryScan(History history, Model<?> model) {
    this.history = history;
    this.model = model;
    operationAt = new int[history.size()];
    int most = (history.size() + 1) / 2;
    invocation = new int[most];
    begin = new int[most];
    end = new int[most];
  }

  Problem read() {
    for (int from = 0, to; from < operationAt.length; from = to) {
      long time = history.time(from);
      to = from + 1;
      while (to < operationAt.length && history.time(to) == time) {
        to++;
      }
      for (int at = from; at < to; at++) {
        if (history.type(at) == Type.INVOKE) {
          begin(at);
        }
      }
      for (int at = from; at < to; at++) {
        if (history.type(at) == Type.OK) {
          end(at);
        }
      }
      if (to - from > 1) {
        noteTouching(from, to);
      }
    }
    return new Problem(
        history,
        trimmed(invocation),
        new Intervals(trimmed(begin), trimmed(end)),
        touching.length == 0 ? touching : Arrays.copyOf(touching, size),
        null);
  }

  private void begin(int at) {
    if (history.process(at) == Op.NEMESIS || !model.knows(history.f(at))) {
      return;
    }
    int answer = history.partner(at);
    Type outcome = answer < 0 ? Type.INFO : history.type(answer);
    if (outcome == Type.FAIL || outcome == Type.INFO && model.isPure(unseen(at))) {
      return;
    }
    if (size == invocation.length) {
      grow();
    }
    invocation[size] = at;
    begin[size] = rank++;
    end[size] = Intervals.NEVER;
    operationAt[at] = ++size;
  }

  private void end(int at) {
    int operation = operationAt[history.partner(at)] - 1;
    if (operation >= 0) {
      end[operation] = rank++;
    }
  }

  private Call unseen(int at) {
    return new Call(history.process(at), history.f(at), history.value(at), false, null);
  }

  /** Only where most operations are open at the end. */
  private void grow() {
    invocation = Arrays.copyOf(invocation, 2 * size);
    begin = Arrays.copyOf(begin, 2 * size);
    end = Arrays.copyOf(end, 2 * size);
  }

  private int[] trimmed(int[] column) {
    return column.length == size ? column : Arrays.copyOf(column, size);
  }

  private void noteTouching(int from, int to) {
    if (to - from <= FEW) {
      for (int at = from + 1; at < to; at++) {
        if (history.type(at) == Type.INVOKE && operationAt[at] > 0) {
          noteTouching(from, at, operationAt[at] - 1);
        }
      }
      return;
    }
    Map<Integer, Integer> ended = new HashMap<>();
    for (int at = from; at < to; at++) {
      boolean begins = history.type(at) == Type.INVOKE;
      int operation = operationAt[begins ? at : history.partner(at)] - 1;
      if (operation < 0) {
        continue;
      }
      if (history.type(at) == Type.OK) {
        ended.put(history.process(at), operation);
      }
      int before = begins ? ended.getOrDefault(history.process(at), -1) : -1;
      if (before >= 0) {
        touches(operation, before);
      }
    }
  }

  /** Looks for what the process of an operation that begins at a position has ended just before. */
  private void noteTouching(int from, int begins, int operation) {
    for (int at = begins - 1; at >= from; at--) {
      if (history.process(at) == history.process(begins) && history.type(at) == Type.OK) {
        int before = operationAt[history.partner(at)] - 1;
        if (before >= 0) {
          touches(operation, before);
          return;
        }
      }
    }
  }

  private void touches(int operation, int before) {
    if (touching.length == 0) {
      touching = new int[operationAt.length];
      Arrays.fill(touching, -1);
    }
    touching[operation] = before;
  }
}
