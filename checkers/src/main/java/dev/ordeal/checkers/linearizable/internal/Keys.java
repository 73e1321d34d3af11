package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The independent objects that the operations of a problem go to: a history is linearizable if and
 * only if the part of each object is (Herlihy and Wing, 1990, theorem 1).
 *
 * <p>The part of an object is made when it is asked for, from the whole: all of them at once would
 * take as much memory as the whole once more.
 */
public final class Keys {
  private final Problem whole;
  private final Accesses accesses;
  private final List<Object> names;

  /** The operations, by object, and where those of each object begin. */
  private final int[] operations;

  private final int[] start;

  private Keys(Problem whole, Accesses accesses, List<Object> names, int[] group) {
    this.whole = whole;
    this.accesses = accesses;
    this.names = names;
    start = new int[names.size() + 1];
    for (int one : group) {
      start[one + 1]++;
    }
    Arrays.parallelPrefix(start, Integer::sum);
    operations = new int[group.length];
    int[] next = start.clone();
    for (int i = 0; i < group.length; i++) {
      operations[next[group[i]]++] = i;
    }
  }

  /** The objects of a problem; empty if some operation names none. */
  public static Optional<Keys> of(Problem problem, Model<?> model) {
    if (problem.size() == 0 || model.key(problem.call(0)).isEmpty()) {
      return Optional.empty();
    }
    var reading = new Reading(problem, model);
    return reading.isComplete() ? Optional.of(reading.keys()) : Optional.empty();
  }

  /** The key of each object. */
  public List<Object> names() {
    return names;
  }

  /** How many operations all objects have. */
  public int operations() {
    return operations.length;
  }

  /** The operations of an object, by its position among the names; made anew each time. */
  public Problem part(int object) {
    return whole.part(Arrays.copyOfRange(operations, start[object], start[object + 1]), accesses);
  }

  /**
   * Reads what goes to which object, chunk by chunk. The operations of one key lie far apart in a
   * history, so all that is asked of a call is asked at once.
   */
  private static final class Reading {
    private static final int CHUNK = 1 << 14;

    private final Problem problem;
    private final Model<?> model;
    private final Accesses accesses;

    /** Whether calls are in words that are read as they lie. */
    private final boolean isKeyed;

    /** The number of each operation's key, at first among the keys of its chunk. */
    private final int[] group;

    private final List<List<Object>> namesOfChunks = new ArrayList<>();

    Reading(Problem problem, Model<?> model) {
      this.problem = problem;
      this.model = model;
      accesses = new Accesses(problem.size());
      isKeyed = model.structure().isKeyedRegister();
      group = new int[problem.size()];
      for (int from = 0; from < group.length; from += CHUNK) {
        namesOfChunks.add(new ArrayList<>());
      }
    }

    /** Reads all, and says whether each operation has a key. */
    boolean isComplete() {
      return SideBySide.range(namesOfChunks.size(), group.length).allMatch(this::read);
    }

    private boolean read(int chunk) {
      var names = new Names(CHUNK / 64, namesOfChunks.get(chunk));
      var pairs = isKeyed ? new PairReader(problem, accesses) : null;
      for (int i = chunk * CHUNK; i < end(chunk); i++) {
        if (pairs != null && pairs.read(i)) {
          group[i] = names.number(pairs.key());
          continue;
        }
        var call = problem.call(i);
        var key = model.key(call);
        if (key.isEmpty()) {
          return false;
        }
        group[i] = names.number(key.get());
        if (!accesses.isForeign()) {
          accesses.set(i, model.role(call), problem.isOptional(i));
        }
      }
      return true;
    }

    private int end(int chunk) {
      return Math.min(group.length, (chunk + 1) * CHUNK);
    }

    Keys keys() {
      var all = new ArrayList<Object>();
      var names = new Names(1, all);
      int[][] renamed = new int[namesOfChunks.size()][];
      for (int chunk = 0; chunk < renamed.length; chunk++) {
        renamed[chunk] = namesOfChunks.get(chunk).stream().mapToInt(names::number).toArray();
      }
      SideBySide.range(renamed.length, group.length).forEach(i -> rename(i, renamed[i]));
      return new Keys(problem, accesses, List.copyOf(all), group);
    }

    private void rename(int chunk, int[] renamed) {
      for (int i = chunk * CHUNK; i < end(chunk); i++) {
        group[i] = renamed[group[i]];
      }
    }
  }

  /** Numbers keys in the order in which they first come, and keeps them in that order. */
  private static final class Names {
    private final ValueNumbers numbers;
    private final List<Object> names;

    Names(int expected, List<Object> names) {
      numbers = new ValueNumbers(expected);
      this.names = names;
    }

    int number(Object key) {
      int number = numbers.of(key);
      if (number == names.size()) {
        names.add(key);
      }
      return number;
    }

    /** The same, without an object for a key that is known. */
    int number(long key) {
      int number = numbers.of(key);
      if (number == names.size()) {
        names.add(key);
      }
      return number;
    }
  }
}
