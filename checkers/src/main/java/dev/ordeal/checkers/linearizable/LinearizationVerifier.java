package dev.ordeal.checkers.linearizable;

import dev.ordeal.checkers.Model;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * Replays a linearization in linear time and says what is wrong with it. It shares nothing with the
 * algorithms that find one, so that a fault there cannot acquit anything.
 */
public final class LinearizationVerifier<S> {
  /** From so many ops on, several threads work. */
  private static final int LARGE = 50_000;

  private final History history;
  private final Model<S> model;

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
    return new LinearizationVerifier<>(history, model).verify(orders);
  }

  private Optional<String> verify(int[][] orders) {
    var replays = replays(orders);
    var each = history.size() > LARGE ? replays.stream().parallel() : replays.stream();
    var wrong = each.map(Replay::sweep).flatMap(Optional::stream).findFirst();
    return wrong.isPresent() ? wrong : amiss(replays, orders);
  }

  /** Orders are shared among the threads; of a single one, one thread looks at its times alone. */
  private List<Replay<S>> replays(int[][] orders) {
    Set<Object> keys = ConcurrentHashMap.newKeySet();
    int threads = history.size() > LARGE ? ForkJoinPool.getCommonPoolParallelism() + 1 : 1;
    if (threads > 1 && orders.length == 1) {
      return List.of(
          new Replay<>(history, model, keys, orders, 0, 1, true, false),
          new Replay<>(history, model, keys, orders, 0, 1, false, true));
    }
    return IntStream.range(0, Math.min(threads, orders.length))
        .mapToObj(first -> new Replay<>(history, model, keys, orders, first, threads, true, true))
        .toList();
  }

  /** What only all of them together show. */
  private Optional<String> amiss(List<Replay<S>> replays, int[][] orders) {
    var placed = new BitSet();
    for (Replay<S> replay : replays) {
      if (placed.intersects(replay.placed())) {
        placed.and(replay.placed());
        return Optional.of(history.get(placed.nextSetBit(0)) + " is placed twice");
      }
      placed.or(replay.placed());
    }
    boolean isTouched = replays.stream().anyMatch(Replay::isTouched);
    return missing(placed).or(() -> isTouched ? contradiction(orders, placed) : Optional.empty());
  }

  /**
   * Times allow the orders to be merged into one, but for what a process does at one instant: looks
   * for a cycle of that and of the orders, by taking away what nothing comes before.
   */
  private Optional<String> contradiction(int[][] orders, BitSet placed) {
    int[] next = new int[history.size()];
    Arrays.fill(next, -1);
    byte[] waits = new byte[history.size()];
    for (int[] order : orders) {
      for (int i = 1; i < order.length; i++) {
        next[order[i - 1]] = order[i];
        waits[order[i]]++;
      }
    }
    placed.stream()
        .map(index -> touching(index, placed))
        .filter(after -> after >= 0)
        .forEach(o -> waits[o]++);
    var free = new ArrayDeque<Integer>();
    placed.stream().filter(index -> waits[index] == 0).forEach(free::add);
    while (!free.isEmpty()) {
      int index = free.remove();
      placed.clear(index);
      IntStream.of(next[index], touching(index, placed))
          .filter(after -> after >= 0 && --waits[after] == 0)
          .forEach(free::add);
    }
    return placed.stream().mapToObj(index -> history.get(index) + Replay.PRECEDES).findFirst();
  }

  /** What of that which is placed the process of an operation begins when that ends, or -1. */
  private int touching(int index, BitSet placed) {
    int end = history.partner(index);
    if (end < 0 || history.type(end) != Type.OK) {
      return -1;
    }
    int next = Replay.nextAtOnce(history, end, end);
    while (next >= 0 && !(history.type(next) == Type.INVOKE && placed.get(next))) {
      next = Replay.nextAtOnce(history, next, end);
    }
    return next;
  }

  private Optional<String> missing(BitSet placed) {
    var all = IntStream.range(0, history.size());
    return (history.size() > LARGE ? all.parallel() : all)
        .filter(at -> isMissing(at, placed))
        .mapToObj(at -> history.get(history.partner(at)) + " is ok, but not placed")
        .findFirst();
  }

  private boolean isMissing(int at, BitSet placed) {
    return history.type(at) == Type.OK
        && history.process(at) != Op.NEMESIS
        && model.knows(history.f(at))
        && !placed.get(history.partner(at));
  }
}
