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
import java.util.concurrent.ConcurrentHashMap;
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

  private final History history;
  private final Model<S> model;
  private final int[][] orders;

  /** Per op that is placed one more than the number of its order; 0 where there is none. */
  private final int[] orderAt;

  /** Per order when the latest operation began that was placed so far, the state, and the key. */
  private final long[] latestBegin;

  private final List<S> states;
  private final @Nullable Object[] own;
  private final Set<Object> keys = ConcurrentHashMap.newKeySet();

  private LinearizationVerifier(History history, Model<S> model, int[][] orders) {
    this.history = history;
    this.model = model;
    this.orders = orders;
    this.orderAt = new int[history.size()];
    for (int o = 0; o < orders.length; o++) {
      for (int index : orders[o]) {
        orderAt[index] = o + 1;
      }
    }
    this.latestBegin = new long[orders.length];
    this.states = new ArrayList<>(Collections.nCopies(orders.length, model.initial()));
    this.own = new @Nullable Object[orders.length];
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
    return new LinearizationVerifier<>(history, model, orders).objection();
  }

  private Optional<String> objection() {
    return twice()
        .or(() -> history.size() > LARGE ? sideBySide() : sweep(0, orders.length, this::objection))
        .or(this::missing)
        .or(this::contradiction);
  }

  /** Several threads share many orders; of one, placement and replay go side by side. */
  private Optional<String> sideBySide() {
    if (orders.length == 1) {
      return IntStream.range(0, 2)
          .parallel()
          .mapToObj(pass -> sweep(0, 1, pass == 0 ? this::placement : this::step))
          .flatMap(Optional::stream)
          .findFirst();
    }
    int each = orders.length / (2 * (ForkJoinPool.getCommonPoolParallelism() + 1)) + 1;
    return IntStream.range(0, (orders.length + each - 1) / each)
        .parallel()
        .mapToObj(i -> sweep(i * each, Math.min(orders.length, (i + 1) * each), this::objection))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Looks at an operation of an order, and objects or not. */
  private interface Look {
    Optional<String> at(int order, int index);
  }

  /**
   * Looks at some of the orders, each from its start to its end, but at all of them along the
   * history: where an operation begins, its order goes on with what has begun by then. So what lies
   * together in memory is read together.
   */
  private Optional<String> sweep(int from, int to, Look look) {
    int[] seen = new int[to - from];
    for (int index = 0; index < orderAt.length; index++) {
      int o = orderAt[index] - 1;
      if (o < from || o >= to) {
        continue;
      }
      while (seen[o - from] < orders[o].length && orders[o][seen[o - from]] <= index) {
        var objection = look.at(o, orders[o][seen[o - from]++]);
        if (objection.isPresent()) {
          return objection;
        }
      }
    }
    return Optional.empty();
  }

  /** Each place in an order is the place of another operation, so all are seen in a sweep. */
  private Optional<String> twice() {
    long places = Arrays.stream(orders).mapToLong(order -> order.length).sum();
    long placed = Arrays.stream(orderAt).filter(o -> o > 0).count();
    return places == placed ? Optional.empty() : Optional.of("an operation is placed twice");
  }

  private Optional<String> objection(int order, int index) {
    var misplaced = placement(order, index);
    return misplaced.isPresent() ? misplaced : step(order, index);
  }

  private Optional<String> placement(int order, int index) {
    int end = history.partner(index);
    if (history.type(index) != Type.INVOKE || end >= 0 && history.type(end) == Type.FAIL) {
      return Optional.of(history.get(index) + " is no invocation, or failed");
    }
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
  private Optional<String> contradiction() {
    var indices = IntStream.range(0, orderAt.length).filter(index -> orderAt[index] > 0);
    if (indices.noneMatch(index -> sameInstant(index) >= 0)) {
      return Optional.empty();
    }
    var placed = new BitSet();
    Arrays.stream(orders).flatMapToInt(Arrays::stream).forEach(placed::set);
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
          && orderAt[at] > 0) {
        return at;
      }
    }
    return -1;
  }

  private Optional<String> step(int order, int index) {
    var call = call(index);
    if (orders.length > 1 && !isOfKey(call, order)) {
      return Optional.of(history.get(index) + " stands in the order of another key");
    }
    var step = model.step(states.get(order), call);
    if (step instanceof Illegal<S> illegal) {
      return Optional.of(history.get(index) + " is placed where " + illegal.because());
    }
    states.set(order, ((To<S>) step).state());
    return Optional.empty();
  }

  /** Whether a call goes to the key of its order; the first call of an order says which that is. */
  private boolean isOfKey(Call call, int order) {
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
          && orderAt[history.partner(at)] == 0) {
        return Optional.of(history.get(history.partner(at)) + " is ok, but not placed");
      }
    }
    return Optional.empty();
  }
}
