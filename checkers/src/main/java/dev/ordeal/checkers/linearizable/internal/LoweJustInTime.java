package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Call;
import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import dev.ordeal.history.Notation;
import java.util.Arrays;
import java.util.stream.IntStream;

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
 *   <li><b>Overwrites</b> that are open when another overwrite is placed become absorbable: each of
 *       them could stand just before it, and nobody could tell. An absorbable operation is one that
 *       may count as placed or as not placed, as is needed. So no sequence has an overwrite right
 *       after one that nothing made use of: the second alone, which absorbs the first, is better.
 *       Nor right after an optional operation that nothing made use of.
 *   <li><b>Calls of one kind</b> are interchangeable: the one that ends first is placed first; if
 *       another order places them the other way round, swapping the two leaves an order.
 *   <li><b>Optional operations</b> have no need to be placed: of two configurations that differ in
 *       nothing else the one that has placed fewer of them can do all that the other can. The
 *       needless ones ({@link Model#isNeedless}) count as done with.
 * </ul>
 *
 * <p>An operation that touches the one before it in its process waits for that one. Neither of the
 * two is interchangeable, or absorbable: what waits must know whether it is placed.
 *
 * @param <S> the state of the model
 */
final class LoweJustInTime<S> {
  static final String NAME = "lowe-just-in-time";

  /** In the word of the state: nothing has made use of what was placed last, and need not. */
  private static final long UNUSED = 1L << 62;

  private static final int PURE = 1;
  private static final int OVERWRITE = 2;

  private final Problem problem;
  private final Model<S> model;
  private final Automaton<S> automaton;
  private final Lineage lineage = new Lineage();
  private final OpenOperations open;
  private final byte[] traits;
  private final boolean[] isTied;
  private final long budgetSteps;
  private final long budgetBytes;

  private final Dominance dominance = new Dominance();
  private final Beam beam;
  private ConfigurationSet now;
  private ConfigurationSet next;
  private ConfigurationSet work;
  private long[] child;
  private int[] placedNow = new int[Long.SIZE];
  private int placedCount;
  private long steps;

  /** Per word of slots what is pure, overwrites, or is optional. */
  private long[] pure = {};

  private long[] overwriting = {};
  private long[] optional = {};

  LoweJustInTime(
      Problem problem,
      Model<S> model,
      Automaton<S> automaton,
      Beam beam,
      long budgetSteps,
      long budgetBytes) {
    this.problem = problem;
    this.model = model;
    this.automaton = automaton;
    this.beam = beam;
    this.open = new OpenOperations(problem.intervals(), automaton);
    this.budgetSteps = budgetSteps;
    this.budgetBytes = budgetBytes;
    traits = new byte[automaton.kinds()];
    // What overwrites one key leaves the others.
    boolean isOneObject =
        IntStream.range(0, traits.length)
                .mapToObj(kind -> model.key(automaton.call(kind)))
                .distinct()
                .count()
            <= 1;
    for (int kind = 0; kind < traits.length; kind++) {
      Call call = automaton.call(kind);
      int overwrites = isOneObject && model.isOverwrite(call) ? OVERWRITE : 0;
      traits[kind] = (byte) (model.isPure(call) ? PURE : overwrites);
    }
    isTied = new boolean[problem.isTied() ? problem.size() : 0];
    for (int i = 0; i < isTied.length; i++) {
      int before = problem.touching(i);
      if (before >= 0) {
        isTied[i] = true;
        isTied[before] = true;
      }
    }
    now = new ConfigurationSet(0);
    next = new ConfigurationSet(0);
    work = new ConfigurationSet(0);
    child = new long[1];
    now.lineage(now.add(child, optional), Lineage.ROOT);
  }

  /** Meets all events. */
  Decision decide() {
    int[] events = problem.events();
    for (int rank = 0; rank < events.length; rank++) {
      int operation = events[rank] >> 1;
      if ((events[rank] & 1) == 0) {
        begin(operation);
      } else if (!end(operation)) {
        return steps > budgetSteps || isTooLarge() ? undecided(rank) : refuted(operation, rank);
      }
    }
    return new Ordered(lineage.order(now.lineage(0), this::isOverwrite), steps);
  }

  private boolean isOverwrite(int operation) {
    return traits[automaton.kind(operation)] == OVERWRITE;
  }

  private void begin(int operation) {
    boolean hasTwins = isTied.length == 0 || !isTied[operation];
    int slot = open.begin(operation, hasTwins);
    if (open.width() > now.width()) {
      widen();
    }
    long bit = 1L << slot;
    int word = slot >> 6;
    int trait = traits[automaton.kind(operation)];
    pure[word] = trait == PURE ? pure[word] | bit : pure[word] & ~bit;
    overwriting[word] =
        trait == OVERWRITE && !problem.isOptional(operation) && hasTwins
            ? overwriting[word] | bit
            : overwriting[word] & ~bit;
    optional[word] = problem.isOptional(operation) ? optional[word] | bit : optional[word] & ~bit;
    if (trait == PURE || problem.isOptional(operation)) {
      for (int i = 0; i < now.size(); i++) {
        load(now, i);
        settle();
        store(i);
      }
    }
  }

  /** A word more for each set of slots. */
  private void widen() {
    int width = open.width();
    pure = Arrays.copyOf(pure, width);
    overwriting = Arrays.copyOf(overwriting, width);
    optional = Arrays.copyOf(optional, width);
    var wider = new ConfigurationSet(width);
    int before = now.width();
    child = new long[1 + 2 * width];
    for (int i = 0; i < now.size(); i++) {
      Arrays.fill(child, 0);
      System.arraycopy(now.words(), now.at(i), child, 0, 1 + before);
      System.arraycopy(now.words(), now.at(i) + 1 + before, child, 1 + width, before);
      wider.lineage(wider.add(child, optional), now.lineage(i));
    }
    now = wider;
    next = new ConfigurationSet(width);
    work = new ConfigurationSet(width);
  }

  private void load(ConfigurationSet from, int index) {
    System.arraycopy(from.words(), from.at(index), child, 0, child.length);
    placedCount = 0;
  }

  private void keep(ConfigurationSet in, int parent) {
    int index = in.add(child, optional);
    if (index >= 0) {
      in.lineage(index, descend(parent));
    }
  }

  /** Puts the loaded one back; what it has changed in tells it from the others no less. */
  private void store(int index) {
    System.arraycopy(child, 0, now.words(), now.at(index), child.length);
    now.lineage(index, descend(now.lineage(index)));
  }

  private int descend(int parent) {
    int node = parent;
    for (int i = 0; i < placedCount; i++) {
      int placed = placedNow[i];
      node = placed < 0 ? lineage.absorb(node, ~placed) : lineage.place(node, placed);
    }
    return node;
  }

  private void swap() {
    var old = now;
    now = next;
    next = old;
  }

  /** What must have been placed by now is; whether a configuration is left, within the budget. */
  private boolean end(int operation) {
    int slot = open.slot(operation);
    int word = 1 + (slot >> 6);
    long bit = 1L << slot;
    if (!isPlacedInAll(word, bit)) {
      if (!placeInAll(operation, word, bit)) {
        return false;
      }
      swap();
      dominance.prune(now, optional);
      beam.narrow(now, optional);
    }
    open.end(operation);
    closeOptional();
    if (lineage.isWorthForgetting()) {
      lineage.forgetAllBut(now);
    }
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

  private boolean placeInAll(int operation, int word, long bit) {
    next.clear();
    work.clear();
    for (int i = 0; i < now.size(); i++) {
      load(now, i);
      if ((child[word] & bit) != 0) {
        emit(word, bit, now.lineage(i));
        continue;
      }
      if ((child[word + open.width()] & bit) != 0) {
        child[word] |= bit;
        note(~operation);
        if (isTied.length > 0) {
          settle();
        }
        emit(word, bit, now.lineage(i));
      }
      load(now, i);
      keep(work, now.lineage(i));
    }
    for (int i = 0; i < work.size(); i++) {
      expand(i, word, bit);
      if (steps > budgetSteps || (i & 0xfff) == 0xfff && isTooLarge()) {
        return false;
      }
    }
    return next.size() > 0;
  }

  private void emit(int word, long bit, int parent) {
    child[word] &= ~bit;
    child[word + open.width()] &= ~bit;
    child[0] &= ~UNUSED;
    keep(next, parent);
  }

  private boolean isTooLarge() {
    return now.bytes() + next.bytes() + work.bytes() + lineage.bytes() + automaton.bytes()
        > budgetBytes;
  }

  /** Places one more open operation, each in turn; where the ending one is placed, it is done. */
  private void expand(int index, int endWord, long endBit) {
    int width = open.width();
    int from = work.at(index);
    int state = (int) work.words()[from];
    boolean isUnused = (work.words()[from] & UNUSED) != 0;
    for (int word = 0; word < width; word++) {
      long candidates = open.open(word) & ~work.words()[from + 1 + word] & ~pure[word];
      for (; candidates != 0; candidates &= candidates - 1) {
        int slot = (word << 6) + Long.numberOfTrailingZeros(candidates);
        int operation = open.operation(slot);
        int kind = automaton.kind(operation);
        boolean overwrites = traits[kind] == OVERWRITE;
        if (overwrites && isUnused || hasTwinBefore(from, slot) || waits(from, operation)) {
          continue;
        }
        steps++;
        int after = automaton.step(state, kind);
        if (overwrites && isInsteadOfOther(from, operation, after)) {
          continue;
        }
        if (after == Automaton.HOPELESS && !problem.isOptional(operation)) {
          return;
        }
        if (after < 0
            || problem.isOptional(operation)
                && (after == state || automaton.isNeedless(state, kind))) {
          continue;
        }
        place(index, slot, after, overwrites);
        if ((child[endWord] & endBit) != 0) {
          emit(endWord, endBit, work.lineage(index));
        } else if (beam.mayGrow(work.size())) {
          keep(work, work.lineage(index));
        }
      }
    }
  }

  /** Whether one of the same kind, as open as this one, has to end before it. */
  private boolean hasTwinBefore(int from, int slot) {
    long[] words = work.words();
    int width = open.width();
    for (int twin = open.twinBefore(slot); twin >= 0; twin = open.twinBefore(twin)) {
      int at = from + 1 + (twin >> 6);
      boolean isPlaced = (words[at] >>> twin & 1) != 0;
      boolean sameAbsorbable =
          (words[at + width] >>> twin & 1) == (words[from + 1 + width + (slot >> 6)] >>> slot & 1);
      if (!isPlaced && sameAbsorbable) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is optional, and an overwrite that must come leads to the same state. */
  private boolean isInsteadOfOther(int from, int operation, int after) {
    if (!problem.isOptional(operation) || isTied.length > 0) {
      return false;
    }
    int state = (int) work.words()[from];
    for (int word = 0; word < open.width(); word++) {
      long others = open.open(word) & overwriting[word] & ~work.words()[from + 1 + word];
      for (; others != 0; others &= others - 1) {
        int other = open.operation((word << 6) + Long.numberOfTrailingZeros(others));
        if (automaton.step(state, automaton.kind(other)) == after) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether the operation of the same process that this one touches is not done yet. */
  private boolean waits(int from, int operation) {
    int before = problem.touching(operation);
    if (before < 0 || open.slot(before) < 0) {
      return false;
    }
    int slot = open.slot(before);
    return (work.words()[from + 1 + (slot >> 6)] >>> slot & 1) == 0;
  }

  /** The child of a configuration that has one more operation placed, and what follows at once. */
  private void place(int index, int slot, int after, boolean overwrites) {
    load(work, index);
    int width = open.width();
    int operation = open.operation(slot);
    child[0] = after;
    child[1 + (slot >> 6)] |= 1L << slot;
    child[1 + width + (slot >> 6)] &= ~(1L << slot);
    placedNow[placedCount++] = operation;
    if (overwrites) {
      for (int word = 0; word < width; word++) {
        child[1 + width + word] |= open.open(word) & overwriting[word] & ~child[1 + word];
      }
    }
    int placedBefore = placedCount;
    settle();
    if ((overwrites || problem.isOptional(operation))
        && placedCount == placedBefore
        && isTied.length == 0) {
      child[0] |= UNUSED;
    }
  }

  /** Places the pure calls that are legal now, and gives up the optional ones that are needless. */
  private void settle() {
    int state = (int) child[0];
    for (boolean again = true; again; ) {
      again = false;
      for (int word = 0; word < open.width(); word++) {
        long candidates = open.open(word) & ~child[1 + word] & (pure[word] | optional[word]);
        for (; candidates != 0; candidates &= candidates - 1) {
          int slot = (word << 6) + Long.numberOfTrailingZeros(candidates);
          int operation = open.operation(slot);
          int kind = automaton.kind(operation);
          if (problem.isOptional(operation)) {
            // What its process does before it may still make it needed.
            if (automaton.isNeedless(state, kind) && !waitsInChild(operation)) {
              child[1 + word] |= 1L << slot;
            }
          } else if (automaton.step(state, kind) >= 0 && !waitsInChild(operation)) {
            child[1 + word] |= 1L << slot;
            note(operation);
            again = isTied.length > 0;
          }
        }
      }
    }
  }

  private boolean waitsInChild(int operation) {
    int before = problem.touching(operation);
    if (before < 0 || open.slot(before) < 0) {
      return false;
    }
    return !isPlaced(open.slot(before));
  }

  private boolean isPlaced(int slot) {
    return (child[1 + (slot >> 6)] >>> slot & 1) != 0;
  }

  private void note(int operation) {
    if (placedCount + 2 > placedNow.length) {
      placedNow = Arrays.copyOf(placedNow, 2 * placedNow.length);
    }
    placedNow[placedCount++] = operation;
  }

  /** Optional operations that all configurations are done with need no slot any more. */
  private void closeOptional() {
    for (int word = 0; word < open.width(); word++) {
      long done = open.open(word) & optional[word];
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

  private Undecided undecided(int rank) {
    int ended = 0;
    for (int i = 0; i < rank; i++) {
      ended += problem.events()[i] & 1;
    }
    int operation = problem.events()[rank] >> 1;
    String moment = Notation.seconds(problem.history().time(problem.completion(operation)));
    String spent = steps > budgetSteps ? steps + " steps" : budgetBytes / (1 << 20) + " MiB";
    return new Undecided(
        ("the first %d of %d operations have an order, but none was found or excluded for what"
                + " ends at %s after %s")
            .formatted(ended, problem.size(), moment, spent),
        steps);
  }

  private Refuted refuted(int operation, int rank) {
    Call call = problem.call(operation);
    String name = Illegal.NONLINEARIZABLE;
    String because = "no order of what began before it explains its answer";
    for (int i = 0; i < work.size(); i++) {
      S state = automaton.state((int) work.words()[work.at(i)]);
      if (model.step(state, call) instanceof Illegal<S> illegal) {
        name = illegal.name();
        because = illegal.because();
        break;
      }
    }
    var last = problem.history().get(problem.completion(operation));
    int[] begin = problem.intervals().begin();
    return new Refuted(
        name,
        "%s; no order of the operations explains p%d's %s at %s"
            .formatted(because, last.process(), last.f(), Notation.seconds(last.time())),
        IntStream.range(0, problem.size()).filter(i -> begin[i] < rank).toArray(),
        steps);
  }
}
