package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Role;
import dev.ordeal.checkers.Structure;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Decides counters whose increments all add the same amount, by a matching of increments to the
 * gaps between reads (Glover, "Maximum matching in a convex bipartite graph", 1967).
 *
 * <p>A read answers how many increments came before it, so reads stand in the order of their
 * answers; those that answer the same stand together, in the order of their begins. The gap before
 * reads that answer {@code k} takes exactly {@code k - j} increments if the reads before answer
 * {@code j}; the gap after all reads takes any number. An increment fits into a gap if it began
 * before any read behind the gap ended, and did not end before some read in front of it began. Both
 * bounds only grow from gap to gap, so the gaps that fit are neighbours: the graph is convex, and
 * to fill each gap in turn with those that fit, first what ends first, finds a matching if there is
 * one.
 *
 * <p>Increments keep their own order, too: one that ended before another began fits wherever the
 * other stands earlier, ends first, and so is taken first. Those that nobody saw end are taken
 * last, and never must be.
 *
 * <p><em>What refutes.</em> If a gap cannot be filled, all that fit in a gap up to there are used
 * up: fewer increments than the read's answer began before it ended. If an increment is left over
 * that fits into no later gap, go back to the last one taken that would have fit into one. It was
 * not kept back, so what came after it began only after a read ended; what that read had counted
 * and what lies between the two is more than the later read counted.
 */
public final class Glover implements Algorithm {
  /** Sums stay far below the range of a long. */
  private static final long LARGEST_AMOUNT = 1L << 31;

  private static final long LARGEST_SUM = 1L << 62;

  /** More operations are counted, not shown. */
  private static final int FEW = 16;

  private static final int NONE = -1;

  /** Instead of what a read counts: an increment, or a read that nobody saw end. */
  private static final int INCREMENT = -2;

  private static final int UNSEEN = -3;

  @Override
  public String name() {
    return "glover";
  }

  @Override
  public Decision decide(Problem problem, Intervals order, Model<?> model) {
    if (!(model.structure() instanceof Structure.Counter counter)) {
      return new Undecided("the model declares no counter", 0);
    }
    int[] counts = new int[order.size()];
    long[] answers = new long[order.size()];
    long amount = 0;
    int increments = 0;
    for (int i = 0; i < counts.length; i++) {
      Role role = model.role(problem.call(i));
      if (role instanceof Role.Add add && (increments == 0 || add.amount() == amount)) {
        amount = add.amount();
        counts[i] = INCREMENT;
        increments++;
      } else if (role instanceof Role.Read read) {
        counts[i] = order.isOptional(i) ? UNSEEN : 0;
        answers[i] = read.value() instanceof Long answer ? answer : Long.MAX_VALUE;
      } else {
        return new Undecided("increments by different amounts", i);
      }
    }
    long unit = increments == 0 ? 1 : amount;
    if (!isFit(unit, LARGEST_AMOUNT) || !isFit(counter.initial() | 1, LARGEST_SUM >> 8)) {
      return new Undecided("increments by nothing, or by too much", order.size());
    }
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        counts[i] = count(answers[i], counter.initial(), unit, increments);
        if (counts[i] == NONE) {
          return uncountable(problem, i, increments);
        }
      }
    }
    return new Run(problem, order, counts, increments).decide();
  }

  private static boolean isFit(long number, long largest) {
    return number != 0 && number >= -largest && number <= largest;
  }

  private static int count(long answer, long initial, long amount, int increments) {
    if (!isFit(answer | 1, LARGEST_SUM) || (answer - initial) % amount != 0) {
      return NONE;
    }
    long count = (answer - initial) / amount;
    return count >= 0 && count <= increments ? (int) count : NONE;
  }

  private static Refuted uncountable(Problem problem, int read, int increments) {
    String because =
        "%s answers what none of the %d increments add up to"
            .formatted(new Telling(problem).operation(read), increments);
    return new Refuted("unexpected-read", because, new int[] {read}, problem.size());
  }

  /** One decision. */
  private static final class Run {
    private final Problem problem;
    private final Intervals order;
    private final int[] counts;
    private final int[] operationAt;
    private final Pending pending;
    private final int[] found;
    private int size;

    /** The reads in the order of what they count, and where those of each count begin. */
    private final int[] reads;

    private final int[] readsFrom;

    /** Per count the read that ends first of those that count as much or more. */
    private final int[] firstToEnd;

    Run(Problem problem, Intervals order, int[] counts, int increments) {
      this.problem = problem;
      this.order = order;
      this.counts = counts;
      this.operationAt = Pending.operationAt(order);
      this.pending = new Pending(order, operationAt);
      this.found = new int[counts.length];
      this.readsFrom = new int[increments + 2];
      this.firstToEnd = new int[increments + 2];
      this.reads = sortReads();
    }

    private int[] sortReads() {
      for (int count : counts) {
        if (count >= 0) {
          readsFrom[count + 1]++;
        }
      }
      for (int count = 1; count < readsFrom.length; count++) {
        readsFrom[count] += readsFrom[count - 1];
      }
      int[] sorted = new int[readsFrom[readsFrom.length - 1]];
      int[] next = readsFrom.clone();
      Arrays.fill(firstToEnd, NONE);
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] >= 0) {
          sorted[next[counts[i]]++] = i;
          firstToEnd[counts[i]] = earlierEnd(firstToEnd[counts[i]], i);
        }
      }
      for (int count = firstToEnd.length - 2; count >= 0; count--) {
        firstToEnd[count] = earlierEnd(firstToEnd[count], firstToEnd[count + 1]);
      }
      return sorted;
    }

    private int earlierEnd(int first, int second) {
      if (first == NONE || second == NONE) {
        return Math.max(first, second);
      }
      return order.end()[first] < order.end()[second] ? first : second;
    }

    Decision decide() {
      int begun = 0;
      int latest = NONE;
      int taken = 0;
      for (int from = 0, to; from < reads.length; from = to) {
        int count = counts[reads[from]];
        to = readsFrom[count + 1];
        int bound = firstToEnd[count];
        begun = beginBefore(begun, order.end()[bound]);
        if (latest != NONE
            && Math.min(pending.firstEnd(), order.end()[bound]) < order.begin()[latest]) {
          return tooFew(latest);
        }
        for (; taken < count; taken++) {
          int increment = pending.take();
          if (increment == Pending.NONE) {
            return tooMany(bound);
          }
          found[size++] = increment;
        }
        for (int i = from; i < to; i++) {
          found[size++] = reads[i];
        }
        // Operations are numbered in the order of their begins.
        latest = Math.max(latest, reads[to - 1]);
      }
      beginBefore(begun, Intervals.NEVER);
      if (latest != NONE && pending.firstEnd() < order.begin()[latest]) {
        return tooFew(latest);
      }
      while (pending.firstEnd() != Intervals.NEVER) {
        found[size++] = pending.take();
      }
      return new Ordered(Arrays.copyOf(found, size), operationAt.length);
    }

    /** Makes the increments pending that began before a rank, and tells which operation is next. */
    private int beginBefore(int from, int rank) {
      int next = from;
      for (; next < counts.length && order.begin()[next] < rank; next++) {
        if (counts[next] == INCREMENT) {
          pending.add(next);
        }
      }
      return next;
    }

    private Refuted tooMany(int read) {
      int[] begun =
          IntStream.range(0, counts.length)
              .filter(i -> counts[i] == INCREMENT && order.begin()[i] < order.end()[read])
              .toArray();
      String because =
          "%s counts %d increments, but only %d began before it ended"
              .formatted(new Telling(problem).operation(read), counts[read], begun.length);
      return refuted("unexpected-read", because, begun, read);
    }

    private Refuted tooFew(int read) {
      int[] between = new int[counts[read] + 1];
      int inside = 0;
      int before = NONE;
      for (int rank = order.begin()[read] - 1; rank >= 0 && before == NONE; rank--) {
        int operation = operationAt[rank];
        boolean begins = operation != Pending.NONE && order.begin()[operation] == rank;
        if (begins
            && counts[operation] == INCREMENT
            && order.precedes(operation, read)
            && inside < between.length) {
          between[inside++] = operation;
        } else if (operation != Pending.NONE
            && !begins
            && counts[operation] >= 0
            && counts[operation] + inside > counts[read]) {
          before = operation;
        }
      }
      return tooFew(read, before, Arrays.copyOf(between, inside));
    }

    private Refuted tooFew(int read, int before, int[] between) {
      if (before == NONE) {
        String because =
            "%s counts %d increments, but more ended before it began"
                .formatted(new Telling(problem).operation(read), counts[read]);
        return refuted("stale-read", because, between, read);
      }
      var telling = new Telling(problem).apart(before, read);
      int needed = Math.max(0, counts[read] - counts[before] + 1);
      String more = needed == 0 ? "" : ", and " + needed + " more ran between the two";
      String because =
          "%s counts %d increments, but %s before it counted %d%s"
              .formatted(
                  telling.operation(read),
                  counts[read],
                  telling.operation(before),
                  counts[before],
                  more);
      return refuted("stale-read", because, Arrays.copyOf(between, needed), read, before);
    }

    private Refuted refuted(String name, String because, int[] increments, int... some) {
      int[] shown = increments.length > FEW ? new int[0] : increments;
      int[] all = IntStream.concat(Arrays.stream(some), Arrays.stream(shown)).sorted().toArray();
      return new Refuted(name, because, all, operationAt.length);
    }
  }
}
