package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import dev.ordeal.history.Notation;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides every history of every model: just-in-time linearization (Lowe, "Testing for
 * linearizability", 2017, section 4), all configurations of one moment at a time.
 *
 * <p>The events are met in their order. A configuration says which of the operations that are open
 * now have been placed in an order already, and the state that this order leads to. An operation is
 * placed only when some operation ends: then all sequences of open operations that have that one
 * placed are tried; where there is none, the configuration dies, and where all die, there is no
 * linearization. A configuration is as large as the window of what is open, and only those of one
 * moment are kept. What a model declares makes them fewer, without losing an answer:
 *
 * <ul>
 *   <li><b>Pure calls</b> are placed as soon as they are legal: they change nothing, so whatever
 *       order goes on from here can have them here as well.
 *   <li><b>Blind calls</b> (overwrites, appends) that are open when an overwrite is placed become
 *       absorbable: each of them could stand just before it, and nobody could tell. An absorbable
 *       operation is one that may count as placed or as not placed, as is needed. So no sequence
 *       has an overwrite right after a blind call that nothing made use of: the overwrite alone,
 *       which absorbs the other, is better. Nor right after an optional operation that nothing made
 *       use of.
 *   <li><b>States that nobody sees any more</b> are one state: see {@link Sight}. An operation that
 *       leads there waits for its end: if an overwrite comes before, that absorbs it, and if not,
 *       nobody can tell when it was placed.
 *   <li><b>Calls of one kind</b> are interchangeable: the one that ends first is placed first; if
 *       another order places them the other way round, swapping the two leaves an order.
 *   <li><b>Optional operations</b> have no need to be placed: of two configurations that differ in
 *       nothing else the one that has placed fewer of them can do all that the other can. The
 *       needless ones ({@link Model#isNeedless}) count as done with.
 * </ul>
 *
 * <p>What has no future is not followed: see {@link Foresight}.
 *
 * <p>An operation that touches the one before it in its process waits for that one. Neither of the
 * two is interchangeable, or absorbable: what waits must know whether it is placed.
 *
 * @param <S> the state of the model
 */
final class LoweJustInTime<S> {
  static final String NAME = "lowe-just-in-time";

  /** Enough of what was met is forgotten for a while. */
  private static final int STATES_KEPT = 1 << 12;

  /** So many configurations are looked at in the time of one step. */
  private static final int AT_ONCE = 16;

  private final Problem problem;
  private final Model<S> model;
  private final Automaton<S> automaton;
  private final Lineage lineage = new Lineage();
  private final OpenOperations open;
  private final Work sharedWork;
  private final long budgetSteps;
  private final long budgetBytes;

  private final Dominance dominance = new Dominance();
  private final Beam beam;
  private final Foresight foresight;
  private final Sight sight;

  /** The configuration that another one is made from, and the one that is made. */
  private final Configuration from;

  private final Configuration child;

  private ConfigurationSet now = new ConfigurationSet(0);
  private ConfigurationSet next = new ConfigurationSet(0);
  private ConfigurationSet work = new ConfigurationSet(0);
  private int statesLeft = STATES_KEPT;
  private long steps;

  LoweJustInTime(
      Problem problem,
      Model<S> model,
      Automaton<S> automaton,
      Beam beam,
      Work sharedWork,
      long budgetSteps,
      long budgetBytes) {
    this.problem = problem;
    this.model = model;
    this.automaton = automaton;
    this.beam = beam;
    this.sharedWork = sharedWork;
    this.budgetSteps = budgetSteps;
    this.budgetBytes = budgetBytes;
    open = new OpenOperations(problem, model, automaton);
    foresight = new Foresight(problem, open, automaton);
    sight = new Sight(problem, open, automaton);
    from = new Configuration(open, automaton, lineage);
    child = new Configuration(open, automaton, lineage);
    child.addTo(now);
  }

  /** Meets all events. */
  Decision decide() {
    int[] events = problem.events();
    for (int rank = 0; rank < events.length; rank++) {
      int operation = events[rank] >> 1;
      foresight.advance(rank);
      sight.advance(rank);
      sharedWork.spend(now.size() / AT_ONCE);
      if ((events[rank] & 1) == 0) {
        begin(operation);
      } else if (!end(operation)) {
        return isSpent() || isTooLarge() ? undecided(rank) : refuted(operation, rank);
      } else if (sharedWork.isSpent()) {
        return new Undecided("the shared budget is spent", steps);
      }
    }
    return new Ordered(lineage.order(now.lineage(0), open::isOverwrite), steps);
  }

  private void begin(int operation) {
    open.begin(operation);
    if (open.width() > now.width()) {
      widen();
    }
    if (open.isPure(operation) || problem.isOptional(operation)) {
      for (int i = 0; i < now.size(); i++) {
        child.take(now, i);
        child.settle();
        child.putBack(now, i);
      }
    }
  }

  /** A word more for each set of slots. */
  private void widen() {
    var wider = new ConfigurationSet(open.width());
    for (int i = 0; i < now.size(); i++) {
      child.takeFromNarrower(now, i, open.width());
      child.addTo(wider);
    }
    now = wider;
    next = new ConfigurationSet(open.width());
    work = new ConfigurationSet(open.width());
  }

  private void swap() {
    var old = now;
    now = next;
    next = old;
  }

  /** What must have been placed by now is; whether a configuration is left, within the budget. */
  private boolean end(int operation) {
    int slot = open.slot(operation);
    if (!isPlacedInAll(1 + (slot >> 6), 1L << slot)) {
      if (!placeInAll(slot)) {
        return false;
      }
      swap();
      dominance.prune(now, open.optional());
      beam.narrow(now, open.optional());
    }
    open.end(operation);
    closeOptional();
    forget();
    return true;
  }

  /** Whether every configuration has it placed already; if so, they forget it. */
  private boolean isPlacedInAll(int word, long bit) {
    for (int i = 0; i < now.size(); i++) {
      if ((now.words()[now.at(i) + word] & bit) == 0) {
        return false;
      }
    }
    for (int i = 0; i < now.size(); i++) {
      now.words()[now.at(i) + word] &= ~bit;
    }
    return true;
  }

  private boolean placeInAll(int slot) {
    next.clear();
    work.clear();
    for (int i = 0; i < now.size(); i++) {
      child.take(now, i);
      sight.forget(child);
      if (child.isPlaced(slot)) {
        child.close(slot);
        child.addTo(next);
        continue;
      }
      child.addTo(work);
      if (child.isAbsorbable(slot)) {
        child.absorb(slot);
        child.close(slot);
        child.addTo(next);
      }
    }
    for (int i = 0; i < work.size(); i++) {
      expand(i, slot);
      if (isSpent() || (i & 0xff) == 0xff && isTooLarge()) {
        return false;
      }
    }
    return next.size() > 0;
  }

  private boolean isSpent() {
    return steps > budgetSteps || sharedWork.isSpent();
  }

  private boolean isTooLarge() {
    return now.bytes() + next.bytes() + work.bytes() + lineage.bytes() + automaton.bytes()
        > budgetBytes;
  }

  /** Places one more open operation, each in turn; where the ending one is placed, it is done. */
  private void expand(int index, int ending) {
    from.take(work, index);
    for (int word = 0; word < open.width(); word++) {
      long candidates = from.unplaced(word) & ~open.pure(word);
      for (; candidates != 0; candidates &= candidates - 1) {
        int slot = (word << 6) + Long.numberOfTrailingZeros(candidates);
        int operation = open.operation(slot);
        if (isNeverBest(slot, operation)) {
          continue;
        }
        steps++;
        sharedWork.spend(1);
        int kind = automaton.kind(operation);
        int after = automaton.step(from.state(), kind);
        boolean isOptional = problem.isOptional(operation);
        if (after == Automaton.HOPELESS && !isOptional) {
          return;
        }
        if (after < 0 || isOptional && isUseless(operation, kind, after)) {
          continue;
        }
        child.take(work, index);
        child.place(slot, after, isOptional);
        if (after != from.state() && foresight.isLost(child) || isForgotten(slot, ending)) {
          continue;
        }
        if (child.isPlaced(ending)) {
          child.close(ending);
          child.addTo(next);
        } else if (beam.mayGrow(work.size())) {
          child.addTo(work);
        }
      }
    }
  }

  /** Whether an operation leads where nobody looks, though it could wait. */
  private boolean isForgotten(int slot, int ending) {
    return sight.forget(child) && slot != ending && child.isUnused();
  }

  /** Whether another operation is the better one to be placed, or it is not its turn. */
  private boolean isNeverBest(int slot, int operation) {
    if (from.isUnused() && open.isOverwrite(operation)) {
      return true;
    }
    int touched = open.touchedSlot(operation);
    return touched >= 0 && !from.isPlaced(touched) || hasTwinBefore(slot);
  }

  /** Whether one of the same kind, as open as this one, has to end before it. */
  private boolean hasTwinBefore(int slot) {
    for (int twin = open.twinBefore(slot); twin >= 0; twin = open.twinBefore(twin)) {
      if (!from.isPlaced(twin) && from.isAbsorbable(twin) == from.isAbsorbable(slot)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether placing an optional operation changes nothing, can be left out for good, or is done as
   * well by an overwrite that must come.
   */
  private boolean isUseless(int operation, int kind, int after) {
    if (after == from.state() && !(open.isOverwrite(operation) && from.hasToAbsorb())) {
      return true;
    }
    if (automaton.isNeedless(from.state(), kind)) {
      return true;
    }
    if (!open.isOverwrite(operation) || open.isTied()) {
      return false;
    }
    for (int word = 0; word < open.width(); word++) {
      long others = from.unplaced(word) & open.overwriting(word);
      for (; others != 0; others &= others - 1) {
        int other = open.operation((word << 6) + Long.numberOfTrailingZeros(others));
        if (automaton.step(from.state(), automaton.kind(other)) == after) {
          return true;
        }
      }
    }
    return false;
  }

  /** Optional operations that all configurations are done with need no slot any more. */
  private void closeOptional() {
    for (int word = 0; word < open.width(); word++) {
      long done = open.open(word) & open.optional()[word];
      for (int i = 0; i < now.size() && done != 0; i++) {
        done &= now.words()[now.at(i) + 1 + word];
      }
      if (done == 0) {
        continue;
      }
      for (long left = done; left != 0; left &= left - 1) {
        open.end(open.operation((word << 6) + Long.numberOfTrailingZeros(left)));
      }
      for (int i = 0; i < now.size(); i++) {
        now.words()[now.at(i) + 1 + word] &= ~done;
      }
    }
  }

  /** Forgets orders and states that lead to no configuration of now, if there are many. */
  private void forget() {
    if (lineage.isWorthForgetting()) {
      lineage.forgetAllBut(now);
    }
    if (automaton.states() > statesLeft) {
      automaton.forgetAllBut(now);
      sight.forgetStates();
      statesLeft = Math.max(STATES_KEPT, 4 * automaton.states());
    }
  }

  private Undecided undecided(int rank) {
    int ended = 0;
    for (int i = 0; i < rank; i++) {
      ended += problem.events()[i] & 1;
    }
    int operation = problem.events()[rank] >> 1;
    String moment = Notation.moment(problem.history().time(problem.completion(operation)));
    String spent = steps > budgetSteps ? steps + " steps" : budgetBytes / (1 << 20) + " MiB";
    return new Undecided(
        ("the first %d of %d operations have an order, but none was found or excluded for what"
                + " ends at %s after %s")
            .formatted(ended, problem.size(), moment, spent),
        steps);
  }

  private Refuted refuted(int operation, int rank) {
    int blamed = operation;
    Illegal<S> rule = broken(operation);
    if (rule == null && foresight.unanswerable() >= 0) {
      blamed = foresight.unanswerable();
      rule = broken(blamed, foresight.lostState());
    }
    if (rule == null) {
      rule = new Illegal<>("no order of what began before it explains its answer");
    }
    int[] begin = problem.intervals().begin();
    int proven = Math.max(rank, foresight.provenAt());
    return new Refuted(
        rule.name(),
        new Telling(problem).unexplained(rule, problem.completion(blamed)),
        IntStream.range(0, problem.size()).filter(i -> begin[i] < proven).toArray(),
        steps);
  }

  /** The rule that an operation breaks in one of the last configurations, if it breaks any. */
  private @Nullable Illegal<S> broken(int operation) {
    for (int i = 0; i < work.size(); i++) {
      Illegal<S> rule = broken(operation, (int) work.words()[work.at(i)]);
      if (rule != null) {
        return rule;
      }
    }
    return null;
  }

  private @Nullable Illegal<S> broken(int operation, int state) {
    if (state == Automaton.UNSEEN) {
      return null;
    }
    var step = model.step(automaton.state(state), problem.call(operation));
    return step instanceof Illegal<S> illegal ? illegal : null;
  }
}
