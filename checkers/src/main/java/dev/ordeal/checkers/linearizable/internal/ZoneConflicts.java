package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Says in few operations why the clusters of {@link GibbonsKorach} have no order. */
final class ZoneConflicts {
  private static final int NOBODY = -1;

  private final Problem problem;
  private final Intervals order;
  private final Accesses accesses;
  private final int[] clusterOf;

  ZoneConflicts(Problem problem, Intervals order, Accesses accesses, int[] clusterOf) {
    this.problem = problem;
    this.order = order;
    this.accesses = accesses;
    this.clusterOf = clusterOf;
  }

  /**
   * The zone of a few operations of a cluster, its write among them.
   *
   * @param ender the operation that ends first; {@link #NOBODY}: the value was there initially
   * @param beginner the operation that begins last
   */
  private record Zone(int[] operations, int ender, int from, int beginner, int to) {
    /** Whether something of each ended before something of the other began. */
    boolean conflictsWith(Zone other) {
      return from < other.to && other.from < to;
    }
  }

  /** Somebody read what nobody wrote. */
  Refuted unwritten(int read) {
    String because = reads(read, new Telling(problem)) + ", which nobody ever wrote";
    return refuted("thin-air-read", because, read);
  }

  /** A read ended before the write of its value began. */
  Refuted tooEarly(int read, int write) {
    var telling = new Telling(problem).apart(read, write);
    String because =
        "%s, before %s begins to write it at %s"
            .formatted(reads(read, telling), telling.process(write), telling.begin(write));
    return refuted("read-before-write", because, read, write);
  }

  /** Something of each of two clusters ended before something of the other began. */
  Refuted between(int first, int second) {
    Zone one = null;
    Zone two = null;
    for (Zone some : zones(first)) {
      for (Zone other : zones(second)) {
        int size = some.operations.length + other.operations.length;
        boolean fewer =
            one == null || two == null || size < one.operations.length + two.operations.length;
        if (fewer && some.conflictsWith(other)) {
          one = some;
          two = other;
        }
      }
    }
    return refuted(Objects.requireNonNull(one), Objects.requireNonNull(two));
  }

  private Refuted refuted(Zone one, Zone two) {
    int[] operations =
        IntStream.concat(IntStream.of(one.operations), IntStream.of(two.operations)).toArray();
    Zone first = one.from < two.from ? one : two;
    Zone second = first == one ? two : one;
    var telling = new Telling(problem).apart(operations);
    return refuted("stale-read", because(first, second, telling), operations);
  }

  private String because(Zone first, Zone second, Telling telling) {
    int read = first.beginner;
    int write = second.ender;
    if (first.ender == NOBODY) {
      return "%s reads %s, which the register held at first, though %s, before that read began"
              .formatted(telling.process(read), accesses.value(read), had(second, telling))
          + " at "
          + telling.begin(read);
    }
    if (accesses.isWrite(first.ender) && !accesses.isWrite(read) && second.operations.length == 1) {
      return "%s reads %s, which %s had overwritten with %s; %s was written by %s, %s from %s to"
              .formatted(
                  telling.process(read),
                  accesses.value(read),
                  telling.process(write),
                  accesses.value(write),
                  accesses.value(read),
                  telling.end(first.ender),
                  accesses.value(write),
                  telling.begin(write))
          + " %s, and the read began at %s".formatted(telling.end(write), telling.begin(read));
    }
    return "%s; but %s".formatted(newer(first, second, telling), newer(second, first, telling));
  }

  private Refuted refuted(String name, String because, int... operations) {
    return new Refuted(name, because, IntStream.of(operations).sorted().toArray(), problem.size());
  }

  /** The zones of the write of a cluster and none, one or both of those that bound its zone. */
  private List<Zone> zones(int cluster) {
    int write = NOBODY;
    int ender = NOBODY;
    int beginner = NOBODY;
    for (int i = 0; i < clusterOf.length; i++) {
      if (clusterOf[i] == cluster) {
        write = accesses.isWrite(i) ? i : write;
        ender = ender < 0 || order.end()[i] < order.end()[ender] ? i : ender;
        beginner = beginner < 0 || order.begin()[i] > order.begin()[beginner] ? i : beginner;
      }
    }
    return List.of(
        zone(write), zone(write, ender), zone(write, beginner), zone(write, ender, beginner));
  }

  private Zone zone(int write, int... more) {
    int[] operations =
        IntStream.concat(IntStream.of(write), IntStream.of(more))
            .filter(operation -> operation >= 0)
            .distinct()
            .toArray();
    int ender = operations.length == 0 ? NOBODY : operations[0];
    int beginner = ender;
    for (int i : operations) {
      ender = order.end()[i] < order.end()[ender] ? i : ender;
      beginner = order.begin()[i] > order.begin()[beginner] ? i : beginner;
    }
    boolean isInitial = write < 0;
    return new Zone(
        operations,
        isInitial ? NOBODY : ender,
        isInitial ? -1 : order.end()[ender],
        beginner,
        beginner < 0 ? -1 : order.begin()[beginner]);
  }

  /** Why all of one cluster must come before all of the other. */
  private String newer(Zone zone, Zone other, Telling telling) {
    return "%s, before %s began to %s %s at %s, so %s is newer"
        .formatted(
            had(zone, telling),
            telling.process(other.beginner),
            accesses.isWrite(other.beginner) ? "write" : "read",
            accesses.value(other.beginner),
            telling.begin(other.beginner),
            accesses.value(other.beginner));
  }

  private String had(Zone zone, Telling telling) {
    return "%s had %s %s by %s"
        .formatted(
            telling.process(zone.ender),
            accesses.isWrite(zone.ender) ? "written" : "read",
            accesses.value(zone.ender),
            telling.end(zone.ender));
  }

  private String reads(int read, Telling telling) {
    return "%s has read %s at %s"
        .formatted(telling.process(read), accesses.value(read), telling.end(read));
  }
}
