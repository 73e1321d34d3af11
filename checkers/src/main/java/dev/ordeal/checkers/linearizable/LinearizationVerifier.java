package dev.ordeal.checkers.linearizable;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Replays a linearization in linear time and says what is wrong with it. It shares nothing with the
 * algorithms that find one, so that a fault there cannot acquit anything.
 */
public final class LinearizationVerifier<S> {
  private static final String PRECEDES = " is placed after an operation that it precedes";

  /** From so many ops on, placement and replay go side by side. */
  private static final int LARGE = 50_000;

  /** So many ops fit into a cache. */
  private static final int WINDOW = 1 << 15;

  private final History history;
  private final Model<S> model;
  private final BitSet placed = new BitSet();
  private final Set<Object> keys = ConcurrentHashMap.newKeySet();

  private LinearizationVerifier(History history, Model<S> model) {
    this.history = history;
    this.model = model;
  }

  /**
   * What is wrong with an order of operations, given by the index of their invocations; empty if it
   * is a linearization: each ok operation that the model knows is in it once, no failed one is, no
   * operation comes after one that it precedes, and the model allows every step.
   */
  public static <S> Optional<String> verify(History history, Model<S> model, List<Integer> order) {
    int[] indices = order.stream().mapToInt(Integer::intValue).toArray();
    return verify(history, model, new int[][] {indices});
  }

  /**
   * The same of several orders, one for each independent object that the operations go to ({@link
   * Model#key}); of one order, keys are not asked for.
   */
  public static <S> Optional<String> verify(History history, Model<S> model, int[][] orders) {
    var verifier = new LinearizationVerifier<>(history, model);
    boolean isLarge = history.size() > LARGE;
    Executor executor = isLarge ? ForkJoinPool.commonPool() : Runnable::run;
    var misplaced = CompletableFuture.supplyAsync(() -> verifier.misplaced(orders), executor);
    int most = isLarge ? ForkJoinPool.getCommonPoolParallelism() + 1 : 1;
    int threads = Math.min(orders.length, most);
    var parts = IntStream.range(0, threads);
    var illegal =
        (isLarge ? parts.parallel() : parts)
            .mapToObj(thread -> verifier.replay(orders, thread, threads))
            .flatMap(Optional::stream)
            .findFirst();
    return misplaced.join().or(() -> illegal);
  }

  /** Looks at an operation of an order, and objects or not. */
  private interface Look {
    Optional<String> at(int order, int index);
  }

  /**
   * Looks at some of the orders, each from its start to its end, but all of them window by window
   * of the history: what lies together in memory is then read together.
   */
  private static Optional<String> sweep(int[][] orders, int first, int every, Look look) {
    int[] seen = new int[orders.length];
    // Orders of few operations each are worth no more visits than they have operations.
    long window = Math.max(WINDOW, 16L * orders.length);
    boolean isMore = true;
    for (long bound = window; isMore; bound += window) {
      isMore = false;
      for (int o = first; o < orders.length; o += every) {
        int[] order = orders[o];
        int at = seen[o];
        while (at < order.length && order[at] < bound) {
          var objection = look.at(o, order[at++]);
          if (objection.isPresent()) {
            return objection;
          }
        }
        seen[o] = at;
        isMore |= at < order.length;
      }
    }
    return Optional.empty();
  }

  private Optional<String> misplaced(int[][] orders) {
    long[] latestBegin = new long[orders.length];
    return sweep(orders, 0, 1, (order, index) -> placement(index, latestBegin, order))
        .or(this::missing)
        .or(() -> contradiction(orders));
  }

  private Optional<String> placement(int index, long[] latestBegin, int order) {
    int end = history.partner(index);
    if (history.type(index) != Type.INVOKE
        || placed.get(index)
        || end >= 0 && history.type(end) == Type.FAIL) {
      return Optional.of(history.get(index) + " is placed twice, or failed");
    }
    placed.set(index);
    if (end >= 0 && history.type(end) == Type.OK && history.time(end) < latestBegin[order]) {
      return Optional.of(history.get(index) + PRECEDES);
    }
    latestBegin[order] = Math.max(latestBegin[order], history.time(index));
    return Optional.empty();
  }

  /**
   * Times allow the orders to be merged into one, but for what a process does at one instant: looks
   * for a cycle of that and of the orders, by taking away what nothing comes before.
   */
  private Optional<String> contradiction(int[][] orders) {
    if (placed.stream().noneMatch(index -> sameInstant(index) >= 0)) {
      return Optional.empty();
    }
    int[] next = new int[history.size()];
    Arrays.fill(next, -1);
    byte[] waits = new byte[history.size()];
    for (int[] order : orders) {
      for (int i = 1; i < order.length; i++) {
        next[order[i - 1]] = order[i];
        waits[order[i]]++;
      }
    }
    placed.stream().map(this::sameInstant).filter(after -> after >= 0).forEach(o -> waits[o]++);
    var free = new ArrayDeque<Integer>();
    placed.stream().filter(index -> waits[index] == 0).forEach(free::add);
    while (!free.isEmpty()) {
      int index = free.remove();
      placed.clear(index);
      IntStream.of(next[index], sameInstant(index))
          .filter(after -> after >= 0 && --waits[after] == 0)
          .forEach(free::add);
    }
    return placed.stream().mapToObj(index -> history.get(index) + PRECEDES).findFirst();
  }

  /** What the process of an operation does next, if it begins when that ends, or -1. */
  private int sameInstant(int index) {
    int end = history.partner(index);
    if (end < 0 || history.type(end) != Type.OK) {
      return -1;
    }
    for (int at = end + 1; at < history.size() && history.time(at) == history.time(end); at++) {
      if (history.process(at) == history.process(end)
          && history.type(at) == Type.INVOKE
          && placed.get(at)) {
        return at;
      }
    }
    return -1;
  }

  private Optional<String> replay(int[][] orders, int first, int every) {
    var states = new ArrayList<>(Collections.nCopies(orders.length, model.initial()));
    var own = new Object[orders.length];
    return sweep(
        orders,
        first,
        every,
        (order, index) -> {
          var call = call(index);
          if (orders.length > 1 && !isOfKey(call, own, order)) {
            return Optional.of(history.get(index) + " stands in the order of another key");
          }
          var step = model.step(states.get(order), call);
          if (step instanceof Illegal<S> illegal) {
            return Optional.of(history.get(index) + " is placed where " + illegal.because());
          }
          states.set(order, ((To<S>) step).state());
          return Optional.empty();
        });
  }

  /** Whether a call goes to the key of its order; the first call of an order says which that is. */
  private boolean isOfKey(Call call, @Nullable Object[] own, int order) {
    var key = model.key(call);
    if (own[order] == null && key.isPresent() && keys.add(key.get())) {
      own[order] = key.get();
    }
    return key.isPresent() && key.get().equals(own[order]);
  }

  private Call call(int index) {
    int end = history.partner(index);
    boolean seen = end >= 0 && history.type(end) == Type.OK;
    Object output = seen ? history.value(end) : null;
    return new Call(history.process(index), history.f(index), history.value(index), seen, output);
  }

  private Optional<String> missing() {
    for (int at = 0; at < history.size(); at++) {
      if (history.type(at) == Type.OK
          && history.process(at) != Op.NEMESIS
          && model.knows(history.f(at))
          && !placed.get(history.partner(at))) {
        return Optional.of(history.get(history.partner(at)) + " is ok, but not placed");
      }
    }
    return Optional.empty();
  }
}
