package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.linearizable.internal.AllOrders.Blocked;
import dev.ordeal.checkers.linearizable.internal.AllOrders.Outcome;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import dev.ordeal.checkers.linearizable.internal.Dropping.Care;
import dev.ordeal.checkers.linearizable.internal.Dropping.Steps;
import dev.ordeal.history.Notation;
import dev.ordeal.history.Op;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a minimal witness of an impossible history.
 *
 * <p>A witness is a set of operations that has no order by itself. To <em>let an operation go</em>
 * means that it may happen at any time, or never: its interval reaches from before everything to
 * infinity, and it is optional. A witness is <em>minimal</em> if, whichever operation of it is let
 * go, the others have an order together with it. To leave operations out would not do: a read of 1
 * without the write of 1 has no order, but that proves nothing about a history where 1 was written.
 * (Where the others have an order without the operation, they have one with it let go, too.)
 *
 * <p>So an operation is dropped only if what is left still has no order with it let go, and with
 * what was dropped before. Then there is one case more: an operation whose time does not matter,
 * yet without which others could not happen at any time, like the write of what two reads saw. It
 * is dropped as far as its time goes, but belongs to the witness as its <em>support</em>: with all
 * support let go there is no order, and there is one as soon as any other operation is let go, too.
 *
 * <p>What is far away is dropped first, in bulk, by {@link Narrowing}. At the end all operations of
 * the history are asked whether one of them would make the witness possible if it were let go: if
 * so, it belongs to the witness, in its own time.
 *
 * <p>Of two witnesses of about the same size that is taken whose anomaly has the name that the
 * algorithm found; if only an operation that might be dropped gives it that name, it stays.
 *
 * <p>All budgets are in steps, so a history always gets the same witness. When they are spent, it
 * may be larger than it need be, but it is a witness still.
 */
public final class MinimalWitness<S> {
  private static final long SEARCH_STEPS_EACH = 100_000;
  private static final long SEARCH_STEPS_IN_ALL = 4_000_000;

  /** What was found by a long search is narrowed by some more of the same length. */
  private static final int MORE_SEARCHES = 5;

  private static final long MOST_MORE_STEPS = 30_000_000;
  private static final long STEPS_EACH = 50_000;
  private static final long STEPS_IN_ALL = 2_000_000;
  private static final int MOST_ROUNDS = 5;

  /** So many operations before and after a witness are asked whether it lacks one of them. */
  private static final int NEAR = 20_000;

  private static final Care ANY = new Care(false, false, false);

  /** More operations in their own time leave no room for others that are let go. */
  private static final int FEW_ENOUGH = 48;

  private final Problem problem;
  private final Model<S> model;
  private final Refuted found;
  private final Oracle<S> oracle;
  private @Nullable Window<S> window;

  private MinimalWitness(Problem problem, Model<S> model, Refuted found) {
    this.problem = problem;
    this.model = model;
    this.found = found;
    long each = Math.max(SEARCH_STEPS_EACH, found.steps());
    long more = Math.min(MORE_SEARCHES * found.steps(), MOST_MORE_STEPS);
    this.oracle = new Oracle<>(model, each, SEARCH_STEPS_IN_ALL + more);
  }

  /**
   * What was refuted, by a minimal witness; undecided, if what was said to have no order has one.
   */
  public static <S> Decision of(Problem problem, Model<S> model, Refuted found) {
    return new MinimalWitness<>(problem, model, found).find();
  }

  private Decision find() {
    int[] start = narrowed(new int[0]);
    if (start.length == 0) {
      return told(found.operations());
    }
    if (start.length > FEW_ENOUGH) {
      return new Refuted(found.name(), found.because(), start, found.steps());
    }
    boolean isTime = asked(start, ANY).isMatterOfTime(start);
    int[] witness = isTime ? best(start, true) : new int[0];
    witness = witness.length > 0 ? witness : best(start, false);
    if (witness.length > 0) {
      return told(witness);
    }
    int[] weak = minimal(start, new Care(true, false, false));
    return told(weak.length > 0 ? weak : minimal(start, ANY));
  }

  /** The smaller witness of all, unless one of about that size keeps the anomaly's name. */
  private int[] best(int[] start, boolean ofTime) {
    int[] named = minimal(start, new Care(true, true, ofTime));
    int[] any = minimal(start, new Care(false, true, ofTime));
    boolean isNamed = any.length == 0 || named.length <= any.length + 1;
    return named.length > 0 && isNamed ? named : any;
  }

  /** A minimal witness out of a larger one; empty if with this care there is none. */
  private int[] minimal(int[] start, Care care) {
    var steps = new Steps(STEPS_EACH, STEPS_IN_ALL);
    int[] needed = new int[0];
    int[] from = start;
    int[] witness = start;
    for (int round = 0; round < MOST_ROUNDS && from.length <= FEW_ENOUGH; round++) {
      var dropping = new Dropping<>(problem, model, steps, found.name(), care, from, needed);
      dropping.drop();
      int lacking = lacking(dropping, steps);
      witness = dropping.supported();
      if (lacking < 0) {
        break;
      }
      needed = Dropping.sorted(needed, new int[] {lacking});
      from = narrowed(needed);
      if (from.length == 0) {
        break;
      }
    }
    var all = asked(witness, care);
    if (care.equals(ANY)) {
      all.drop();
      return all.held();
    }
    return all.isTight(witness) ? witness : new int[0];
  }

  /**
   * The operations that were found, fewer if they are many, and those that are needed, too; empty
   * if they have an order.
   */
  private int[] narrowed(int[] needed) {
    int[] all = found.operations();
    if (all.length <= Narrowing.ENOUGH) {
      return Dropping.sorted(all, needed);
    }
    int[] inside = IntStream.of(needed).map(one -> Arrays.binarySearch(all, one)).toArray();
    boolean isOutside = IntStream.of(inside).anyMatch(one -> one < 0);
    int[] start = isOutside ? all : at(all, window().with(inside));
    int[] from = Dropping.sorted(start, needed);
    int[] places = IntStream.of(needed).map(one -> Arrays.binarySearch(from, one)).toArray();
    int[] few = at(from, Narrowing.of(problem.only(from), model, oracle, places));
    return few.length > FEW_ENOUGH || oracle.isImpossible(problem, few) ? few : new int[0];
  }

  private Window<S> window() {
    if (window == null) {
      window = new Window<>(problem.only(found.operations()), model, oracle);
    }
    return window;
  }

  private static int[] at(int[] operations, int[] places) {
    return IntStream.of(places).map(place -> operations[place]).toArray();
  }

  /**
   * An operation for want of which alone the witness has no order, so that it has to be sought anew
   * with it; -1 if there is none. What only helps at another time than its own is taken at once.
   */
  private int lacking(Dropping<S> dropping, Steps steps) {
    Set<Call> asked = new HashSet<>();
    for (int one : byDistance(dropping.held())) {
      if (steps.areSpent() || dropping.held().length > FEW_ENOUGH) {
        return -1;
      }
      Call call = problem.call(one);
      if (dropping.isGone(one)
          || model.isPure(call)
          || !asked.add(call)
          || !dropping.hasOrder(dropping.held(), one)) {
        continue;
      }
      if (dropping.hasOrder(Dropping.sorted(dropping.held(), new int[] {one}))) {
        return one;
      }
      dropping.take(one);
      dropping.drop();
    }
    return -1;
  }

  /** All operations but those of the witness, the nearest to its last first. */
  private int[] byDistance(int[] witness) {
    int[] begin = problem.intervals().begin();
    int last = witness.length == 0 ? 0 : begin[witness[witness.length - 1]];
    int near = witness.length == 0 ? 0 : witness[witness.length - 1];
    return IntStream.range(Math.max(0, near - NEAR), Math.min(problem.size(), near + NEAR))
        .filter(one -> Arrays.binarySearch(witness, one) < 0)
        .mapToLong(one -> (long) Math.abs(begin[one] - last) << 32 | one)
        .sorted()
        .mapToInt(both -> (int) both)
        .toArray();
  }

  private Dropping<S> asked(int[] witness, Care care) {
    var steps = new Steps(STEPS_EACH, STEPS_IN_ALL);
    return new Dropping<>(problem, model, steps, found.name(), care, witness);
  }

  private Decision told(int[] witness) {
    if (witness.length > Few.MOST) {
      return new Refuted(found.name(), found.because(), witness, found.steps());
    }
    var search = asked(witness, ANY).search(witness, new int[0]);
    if (search.outcome() == Outcome.ORDERED) {
      // What was found need not stay impossible together with what was taken in addition.
      if (!Arrays.equals(witness, found.operations())) {
        return told(found.operations());
      }
      return new Undecided(
          "%d operations were said to have no order (%s), but have one; correct what the model"
                  .formatted(witness.length, found.because())
              + " declares, or report this",
          found.steps());
    }
    Blocked<S> blocked = search.blocked();
    // An algorithm tells the story of its own witness better than the rule that breaks in the end.
    boolean isItsOwn = Arrays.equals(witness, found.operations());
    if (isItsOwn || search.outcome() == Outcome.UNKNOWN || blocked == null) {
      return new Refuted(found.name(), found.because(), witness, found.steps());
    }
    int last = problem.completion(search.few().operation(blocked.number()));
    Op op = problem.history().get(last);
    String because =
        "%s; no order of the operations explains p%d's %s at %s"
            .formatted(blocked.rule().because(), op.process(), op.f(), Notation.seconds(op.time()));
    return new Refuted(blocked.rule().name(), because, witness, found.steps());
  }
}
