package dev.ordeal.checkers.linearizable.internal;

import static dev.ordeal.checkers.linearizable.internal.Intervals.NEVER;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Structure;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides registers whose values are each written once, in linear time (Gibbons and Korach,
 * "Testing shared memories", SIAM Journal on Computing 26, 1997, section 3).
 *
 * <p>The write of a value and the reads that saw it are a cluster; the initial value is one that
 * was written before everything. Let {@code f} be the first end in a cluster and {@code s} its last
 * begin.
 *
 * <p>As no value comes back, all of a cluster happens before all of another or after it. So two
 * clusters are in conflict if each has an {@code f} before the other's {@code s}, for something of
 * each then happens before something of the other. (Call the time between {@code f} and {@code s} a
 * zone, forward if {@code f < s}, else backward: the conflicts are the forward zones that overlap,
 * and the backward zones inside a forward one.) As impossible are a read of what nobody wrote, and
 * one that ended before the write of its value began.
 *
 * <p>If nothing of this is the case there is an order. The operations of a forward cluster happen
 * in its zone, each as early as it may: the write at {@code f}, when it has begun, as no read ended
 * before. Those of a backward cluster are all open from {@code s} to {@code f}, and happen together
 * at {@code s} or, if that is inside a forward zone, right after that zone, which is before {@code
 * f}. Clusters do not mix then, and come in the order of the lower ends of their zones. Of those
 * before it, only the last forward zone can be in conflict with the next, as it ends last.
 *
 * <p>A write that nobody saw end is left out if its value was not read, and otherwise happened:
 * with an end that never comes all of the above holds for it. What is written twice, or was there
 * from the beginning, but never read, is of no consequence either: such a write is a cluster of its
 * own. Where such a value was read this algorithm does not know by which write.
 */
public final class GibbonsKorach implements Algorithm {

  @Override
  public String name() {
    return "gibbons-korach";
  }

  @Override
  public Decision decide(Problem problem, Intervals order, Model<?> model) {
    if (!(model.structure() instanceof Structure.Register register)) {
      return new Undecided("a " + model.name() + " is no register", 0);
    }
    var accesses = problem.accesses(model);
    return accesses.isForeign()
        ? new Undecided("some operation neither reads nor writes", 0)
        : new Clusters(problem, order, accesses, register.initial()).decide();
  }

  /** The clusters of a history, by number; number 0 is the initial value's. */
  private static final class Clusters {
    private static final int NOBODY = -1;
    private static final int INITIALLY = -2;

    private final Problem problem;
    private final Intervals order;
    private final Accesses accesses;
    private final @Nullable Object initial;
    private final ValueNumbers numbers;

    /** The cluster of each operation. */
    private final int[] clusterOf;

    /**
     * Per cluster who wrote its value, how many operations it has, and the ends of its zone. Nobody
     * sees the write of the initial value, but it counts.
     */
    private final int[] writer;

    private final int[] sizes;
    private final int[] firstEnd;
    private final int[] lastBegin;

    /** The clusters of values that several have written. */
    private final BitSet writtenAgain = new BitSet();

    Clusters(Problem problem, Intervals order, Accesses accesses, @Nullable Object initial) {
      this.problem = problem;
      this.order = order;
      this.accesses = accesses;
      this.initial = initial;
      // Mostly, half of the operations write.
      numbers = new ValueNumbers(problem.size() / 2);
      int most = problem.size() + 1;
      clusterOf = new int[problem.size()];
      writer = new int[most];
      sizes = new int[most];
      firstEnd = new int[most];
      lastBegin = new int[most];
    }

    Decision decide() {
      gather();
      int unclear = unclear();
      if (unclear != NOBODY) {
        String reason = accesses.value(unclear) + " was read, and not written exactly once";
        return new Undecided(reason, problem.size());
      }
      for (int cluster = 1; cluster < numbers.size(); cluster++) {
        if (writer[cluster] == NOBODY) {
          return conflicts().unwritten(reader(cluster));
        }
        if (firstEnd[cluster] < order.begin()[writer[cluster]]) {
          return conflicts().tooEarly(reader(cluster), writer[cluster]);
        }
      }
      return sweep();
    }

    private void gather() {
      add(INITIALLY, numbers.of(initial), -1, -1);
      for (int i = 0; i < clusterOf.length; i++) {
        if (accesses.isNothing(i)) {
          clusterOf[i] = NOBODY;
          continue;
        }
        boolean isWrite = accesses.isWrite(i);
        int known = numbers.size();
        int cluster = accesses.number(i, numbers);
        if (isWrite && cluster < known && writer[cluster] != NOBODY) {
          writtenAgain.set(cluster);
          cluster = numbers.unnamed();
        }
        clusterOf[i] = cluster;
        add(isWrite ? i : NOBODY, cluster, order.begin()[i], order.end()[i]);
      }
    }

    private void add(int writes, int cluster, int begin, int end) {
      boolean isFirst = sizes[cluster]++ == 0;
      if (isFirst || writes != NOBODY) {
        writer[cluster] = writes;
      }
      firstEnd[cluster] = isFirst ? end : Math.min(firstEnd[cluster], end);
      lastBegin[cluster] = isFirst ? begin : Math.max(lastBegin[cluster], begin);
    }

    /** A read of a value that was written more than once, or {@link #NOBODY}. */
    private int unclear() {
      for (int i = 0; i < clusterOf.length && !writtenAgain.isEmpty(); i++) {
        if (clusterOf[i] >= 0 && !accesses.isWrite(i) && writtenAgain.get(clusterOf[i])) {
          return i;
        }
      }
      return NOBODY;
    }

    /** The read of a cluster that ends first. */
    private int reader(int cluster) {
      int operation = 0;
      while (clusterOf[operation] != cluster || order.end()[operation] != firstEnd[cluster]) {
        operation++;
      }
      return operation;
    }

    /** Goes through the zones by their lower ends. */
    private Decision sweep() {
      int[] clusterAt = clustersByLowerEnd();
      int[] found = new int[problem.size()];
      int[] next = sizes;
      int filled = next[0] - 1;
      next[0] = 0;
      int forward = 0;
      for (int at = 0; at < clusterAt.length; at++) {
        int cluster = clusterAt[at];
        if (cluster == 0) {
          continue;
        }
        if (firstEnd[cluster] < lastBegin[forward]) {
          return conflicts().between(forward, cluster);
        }
        if (firstEnd[cluster] < lastBegin[cluster]) {
          forward = cluster;
        }
        found[filled] = writer[cluster];
        filled += next[cluster];
        next[cluster] = filled - next[cluster] + 1;
      }
      return new Ordered(withReads(found, next, filled), problem.size());
    }

    /** Per rank the cluster whose zone begins there, or 0; of the initial value nothing is said. */
    private int[] clustersByLowerEnd() {
      int[] clusterAt = new int[2 * problem.size()];
      for (int cluster = 1; cluster < numbers.size(); cluster++) {
        if (firstEnd[cluster] != NEVER) {
          clusterAt[Math.min(firstEnd[cluster], lastBegin[cluster])] = cluster;
        }
      }
      return clusterAt;
    }

    /** The order with the reads filled in, which come by their begins. */
    private int[] withReads(int[] found, int[] next, int filled) {
      for (int i = 0; i < clusterOf.length; i++) {
        if (clusterOf[i] >= 0 && !accesses.isWrite(i)) {
          found[next[clusterOf[i]]++] = i;
        }
      }
      return Arrays.copyOf(found, filled);
    }

    private ZoneConflicts conflicts() {
      return new ZoneConflicts(problem, order, accesses, clusterOf);
    }
  }
}
