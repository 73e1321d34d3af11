package dev.ordeal.checkers.linearizable;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.internal.Algorithm;
import dev.ordeal.checkers.linearizable.internal.Algorithms;
import dev.ordeal.checkers.linearizable.internal.Argument;
import dev.ordeal.checkers.linearizable.internal.BreakingPoint;
import dev.ordeal.checkers.linearizable.internal.ByIntervals;
import dev.ordeal.checkers.linearizable.internal.Decision;
import dev.ordeal.checkers.linearizable.internal.Decision.Ordered;
import dev.ordeal.checkers.linearizable.internal.Decision.Refuted;
import dev.ordeal.checkers.linearizable.internal.Decision.Undecided;
import dev.ordeal.checkers.linearizable.internal.GeneralSearch;
import dev.ordeal.checkers.linearizable.internal.Keys;
import dev.ordeal.checkers.linearizable.internal.MinimalWitness;
import dev.ordeal.checkers.linearizable.internal.PrecedenceOrder;
import dev.ordeal.checkers.linearizable.internal.Problem;
import dev.ordeal.checkers.linearizable.internal.SideBySide;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether a history is linearizable with regard to a model (Herlihy and Wing, 1990).
 *
 * <p>The algorithm is chosen by what the model declares and what the history holds; the verdict
 * names it. Independent keys are judged apart. A valid verdict rests on an order of the operations
 * that {@link LinearizationVerifier} has replayed; an invalid one on a minimal witness that has no
 * order by itself, and on the argument why; when the budget runs out the answer is unknown.
 *
 * @param <S> the state of the model
 */
public final class Linearizable<S> implements Checker {
  /**
   * Steps of a search after which the answer is unknown. It also gives up, however many steps are
   * left, once its configurations take 160 MiB.
   */
  public static final long STANDARD_BUDGET_STEPS = 100_000_000;

  /** A longer order is replayed, but not shown. */
  private static final int SHOWN_ORDER = 1_000;

  /** What each key gets at first. */
  private static final long FIRST_BUDGET_STEPS = 50_000;

  /** Of more refuted keys only so many are explained. */
  private static final int SHOWN_KEYS = 3;

  /** More operations than anybody would look at as a graph. */
  private static final int LARGEST_GRAPH = 256;

  private final Model<S> model;
  private final long budgetSteps;
  private final boolean isGeneral;
  private final boolean isExplained;

  private Linearizable(Model<S> model, long budgetSteps, boolean isGeneral, boolean isExplained) {
    this.model = model;
    this.budgetSteps = budgetSteps;
    this.isGeneral = isGeneral;
    this.isExplained = isExplained;
  }

  /**
   * What was decided of one object, and by which algorithm.
   *
   * @param problem makes the problem anew: of many keys, none is kept
   * @param decision if it is an order, one of positions in the history
   */
  private record Part(
      @Nullable Object key, Supplier<Problem> problem, String algorithm, Decision decision) {

    static Part of(
        @Nullable Object key,
        Supplier<Problem> source,
        Problem problem,
        String algorithm,
        Decision decision) {
      if (!(decision instanceof Ordered found)) {
        return new Part(key, source, algorithm, decision);
      }
      int[] positions = Arrays.stream(found.order()).map(problem::invocation).toArray();
      return new Part(key, source, algorithm, new Ordered(positions, found.steps()));
    }
  }

  /** The checker of linearizability with regard to a model. */
  public static <S> Linearizable<S> of(Model<S> model) {
    return new Linearizable<>(model, STANDARD_BUDGET_STEPS, false, true);
  }

  /** The same checker with another budget: steps, not seconds, so that answers never vary. */
  public Linearizable<S> budget(long steps) {
    if (steps <= 0) {
      throw new IllegalArgumentException("a budget of " + steps + " steps cannot decide anything");
    }
    return new Linearizable<>(model, steps, isGeneral, isExplained);
  }

  /** The same checker, but for the algorithms made for one type: only the search decides. */
  public Linearizable<S> bySearchAlone() {
    return new Linearizable<>(model, budgetSteps, true, isExplained);
  }

  /**
   * The same checker, but of an object without an order it only says so: the operations that were
   * found to have none are shown as they are, not by a minimal witness and an argument. For who
   * judges thousands of histories, and looks at few. As no witness is judged by the model's steps,
   * what the model declares is believed.
   */
  public Linearizable<S> withoutExplanation() {
    return new Linearizable<>(model, budgetSteps, isGeneral, false);
  }

  @Override
  public Verdict check(History history) {
    var whole = Problem.of(history, model);
    List<Part> parts = apart(whole);
    Optional<String> objection = objection(history, parts);
    if (objection.isPresent() && whole.isTied() && parts.size() > 1) {
      parts = together(whole);
      objection = objection(history, parts);
    }
    var stats = new LinkedHashMap<String, @Nullable Object>();
    stats.put("algorithm", algorithms(parts));
    stats.put("model", model.name());
    stats.put("operations", (long) whole.size());
    stats.put("steps", parts.stream().mapToLong(part -> part.decision().steps()).sum());
    if (parts.get(0).key() != null) {
      stats.put("keys", (long) parts.size());
    }
    var refuted = parts.stream().filter(part -> part.decision() instanceof Refuted).toList();
    var undecided = parts.stream().filter(part -> part.decision() instanceof Undecided).toList();
    if (!refuted.isEmpty()) {
      return invalid(history, refuted, undecided.size(), stats);
    }
    if (objection.isPresent()) {
      return Verdict.unknown(
              "an order was found that does not replay: "
                  + objection.get()
                  + "; correct what the model declares, or report this")
          .withStats(stats);
    }
    return undecided.isEmpty() ? valid(parts, stats) : unknown(undecided, parts.size(), stats);
  }

  private List<Part> apart(Problem whole) {
    return Keys.of(whole, model)
        .map(this::decide)
        .orElseGet(() -> List.of(decide(null, () -> whole, budgetSteps)));
  }

  /** What is wrong with the orders that were found. */
  private Optional<String> objection(History history, List<Part> parts) {
    if (!isOrdered(parts)) {
      return Optional.empty();
    }
    int[][] orders = parts.stream().map(Linearizable::order).toArray(int[][]::new);
    return LinearizationVerifier.verify(history, model, orders);
  }

  /**
   * Locality needs precedence to be an interval order. Where processes touch themselves it is none,
   * and the orders of two keys may contradict each other. Then either all keys have an order by the
   * history's lines, too, or the history is searched as a whole.
   */
  private List<Part> together(Problem whole) {
    List<Part> byLines = apart(whole.byLines());
    return isOrdered(byLines) ? byLines : List.of(search(null, () -> whole, budgetSteps));
  }

  private static boolean isOrdered(List<Part> parts) {
    return parts.stream().allMatch(part -> part.decision() instanceof Ordered);
  }

  private static String algorithms(List<Part> parts) {
    Set<String> names = new LinkedHashSet<>();
    parts.forEach(part -> names.add(part.algorithm()));
    return String.join(", ", names);
  }

  /**
   * Judges the objects apart, within a small budget first: once one of them is refuted, nobody
   * waits for those that take long.
   */
  private List<Part> decide(Keys keys) {
    long first = Math.min(budgetSteps, FIRST_BUDGET_STEPS);
    List<Part> parts = each(keys, i -> decide(keys.names().get(i), () -> keys.part(i), first));
    boolean isDecided = parts.stream().anyMatch(part -> part.decision() instanceof Refuted);
    if (isDecided || first == budgetSteps) {
      return parts;
    }
    return each(
        keys,
        i ->
            parts.get(i).decision() instanceof Undecided
                ? search(parts.get(i).key(), parts.get(i).problem(), budgetSteps)
                : parts.get(i));
  }

  private static List<Part> each(Keys keys, IntFunction<Part> decided) {
    return SideBySide.range(keys.names().size(), keys.operations()).mapToObj(decided).toList();
  }

  private Part decide(@Nullable Object key, Supplier<Problem> source, long steps) {
    List<Algorithm> special = isGeneral ? List.of() : Algorithms.of(model.structure());
    for (Algorithm algorithm : special) {
      Problem problem = source.get();
      Decision decision = ByIntervals.decide(algorithm, problem, model);
      if (!(decision instanceof Undecided)) {
        return Part.of(key, source, problem, algorithm.name(), decision);
      }
    }
    return search(key, source, steps);
  }

  private Part search(@Nullable Object key, Supplier<Problem> source, long steps) {
    Problem problem = source.get();
    Decision decision = new GeneralSearch(steps).decide(problem, model);
    return Part.of(key, source, problem, GeneralSearch.NAME, decision);
  }

  private Verdict valid(List<Part> parts, LinkedHashMap<String, @Nullable Object> stats) {
    int linearized = parts.stream().mapToInt(part -> order(part).length).sum();
    stats.put("linearized", (long) linearized);
    if (linearized <= SHOWN_ORDER && parts.size() == 1) {
      stats.put("linearization", Arrays.stream(order(parts.get(0))).boxed().toList());
    }
    if (linearized == 0) {
      return Verdict.unknown(
              "there is no operation that a " + model.name() + " knows and somebody saw succeed")
          .withStats(stats);
    }
    String reason = "an order of " + linearized + " operations was found, and replayed";
    return new Verdict(Validity.VALID, List.of(), reason, Evidence.none(), stats, Map.of());
  }

  private static int[] order(Part part) {
    return ((Ordered) part.decision()).order();
  }

  private static Verdict unknown(
      List<Part> undecided, int parts, LinkedHashMap<String, @Nullable Object> stats) {
    Part first = undecided.get(0);
    String where =
        first.key() == null
            ? ""
            : "of %d keys %d are undecided, the first is %s: "
                .formatted(parts, undecided.size(), first.key());
    String why = ((Undecided) first.decision()).reason();
    return Verdict.unknown(where + why + ": check a shorter history, or raise the budget")
        .withStats(stats);
  }

  private Verdict invalid(
      History history,
      List<Part> refuted,
      long undecided,
      LinkedHashMap<String, @Nullable Object> stats) {
    if (refuted.get(0).key() != null) {
      stats.put("refuted-keys", (long) refuted.size());
      stats.put("undecided-keys", undecided);
    }
    if (!isExplained) {
      return invalid(List.of(unexplained(history, refuted.get(0))), stats);
    }
    List<Explained> shown =
        refuted.stream().limit(SHOWN_KEYS).parallel().map(this::explained).toList();
    for (Explained one : shown) {
      if (!(one.small() instanceof Refuted)) {
        // What the model declares and what its steps say differ, so nothing here can be believed.
        Part part = one.part();
        var contradicted = new Part(part.key(), part.problem(), part.algorithm(), one.small());
        return unknown(List.of(contradicted), refuted.size(), stats);
      }
    }
    var first = (Refuted) shown.get(0).small();
    stats.put("precedence", precedence(shown.get(0).problem(), first.operations()));
    List<Anomaly> anomalies = shown.stream().map(one -> anomaly(history, one)).toList();
    return invalid(anomalies, stats);
  }

  private static Verdict invalid(
      List<Anomaly> anomalies, LinkedHashMap<String, @Nullable Object> stats) {
    return new Verdict(Validity.INVALID, anomalies, "", Evidence.none(), stats, Map.of());
  }

  /** An object without an order, and the few operations of it that have none. */
  private record Explained(Part part, Problem problem, Decision small) {}

  private Explained explained(Part part) {
    Problem problem = part.problem().get();
    return new Explained(part, problem, witness(part, problem));
  }

  /** What was refuted by few operations; if these prove nothing, the search has the last word. */
  private Decision witness(Part part, Problem problem) {
    var found = (Refuted) part.decision();
    boolean isSpecial = !part.algorithm().equals(GeneralSearch.NAME);
    Decision small = MinimalWitness.of(problem, model, found, isSpecial);
    if (small instanceof Refuted || !isSpecial) {
      return small;
    }
    Decision searched = search(part.key(), part.problem(), budgetSteps).decision();
    return searched instanceof Refuted again
        ? MinimalWitness.of(problem, model, again, false)
        : small;
  }

  private Anomaly anomaly(History history, Explained one) {
    Problem problem = one.problem();
    var found = (Refuted) one.small();
    var ops = ops(history, problem, found);
    var argument = Argument.of(problem, model, found.operations());
    var breaks =
        BreakingPoint.of(problem, model, found.operations()).stream().mapToObj(history::get);
    return new Anomaly(
        found.name(),
        because(one.part(), found),
        ops,
        argument,
        breaks.findFirst().orElse(ops.get(ops.size() - 1)));
  }

  private static Anomaly unexplained(History history, Part part) {
    var found = (Refuted) part.decision();
    var ops = ops(history, part.problem().get(), found);
    return new Anomaly(found.name(), because(part, found), ops, List.of(), ops.get(ops.size() - 1));
  }

  private static String because(Part part, Refuted found) {
    return (part.key() == null ? "" : "key " + part.key() + ": ") + found.because();
  }

  private static List<Op> ops(History history, Problem problem, Refuted found) {
    return Arrays.stream(found.operations())
        .boxed()
        .flatMap(o -> Stream.of(problem.invocation(o), problem.completion(o)))
        .filter(index -> index >= 0)
        .sorted()
        .map(history::get)
        .toList();
  }

  /** The edges of the witness' precedence order, by the index of the invocations. */
  private static List<List<Integer>> precedence(Problem problem, int[] witness) {
    if (witness.length > LARGEST_GRAPH) {
      return List.of();
    }
    return new PrecedenceOrder(problem, witness)
        .covering().stream().map(edge -> edge.stream().map(problem::invocation).toList()).toList();
  }
}
