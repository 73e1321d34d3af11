package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An operation in the making: who has time for it and when, later what is done in it; mutable. */
final class Draft {

  /** How it ends. */
  enum Fate {
    OK,
    FAIL,
    INFO,
    /** Nothing is ever heard of it. */
    OPEN;

    boolean isKnown() {
      return this == OK || this == FAIL;
    }
  }

  final int process;
  final long begin;
  final long end;

  /** What the same process does before, if anything. */
  final @Nullable Draft before;

  Fate fate;
  double point;
  boolean isRogue;
  boolean isPlaced;
  Op invoke = Op.invoke("nothing");
  @Nullable Object output;

  Draft(int process, long begin, long end, Fate fate, @Nullable Draft before) {
    this.process = process;
    this.begin = begin;
    this.end = end;
    this.fate = fate;
    this.before = before;
  }

  Op invocation() {
    return invoke.withProcess(process).withTime(begin);
  }

  private Op completion() {
    Op op =
        switch (fate) {
          case OK -> invoke.ok(output);
          case FAIL -> invoke.fail("refused");
          default -> invoke.info("timeout");
        };
    return op.withProcess(process).withTime(end);
  }

  /** All ops in the order of time; of those at one time in any order that processes allow. */
  static History history(List<Draft> drafts, Dice dice) {
    Map<Integer, List<Op>> lines = new LinkedHashMap<>();
    for (Draft draft : drafts) {
      var line = lines.computeIfAbsent(draft.process, p -> new ArrayList<>());
      line.add(draft.invocation());
      if (draft.fate != Fate.OPEN) {
        line.add(draft.completion());
      }
    }
    var queues = List.copyOf(lines.values());
    int[] next = new int[queues.size()];
    var builder = History.builder();
    for (int who = first(queues, next, dice); who >= 0; who = first(queues, next, dice)) {
      builder.add(queues.get(who).get(next[who]++));
    }
    return builder.build();
  }

  private static int first(List<List<Op>> queues, int[] next, Dice dice) {
    int best = -1;
    long time = Long.MAX_VALUE;
    int ties = 0;
    for (int who = 0; who < next.length; who++) {
      if (next[who] == queues.get(who).size()) {
        continue;
      }
      long at = queues.get(who).get(next[who]).time();
      ties = at < time ? 1 : at == time ? ties + 1 : ties;
      if (at < time || at == time && dice.below(ties) == 0) {
        best = who;
        time = at;
      }
    }
    return best;
  }
}
