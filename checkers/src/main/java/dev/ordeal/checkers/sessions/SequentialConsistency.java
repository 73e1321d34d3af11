package dev.ordeal.checkers.sessions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether all operations of all registers together have one order that keeps the order of each
 * session and in which every read answers what was written last to its key (Lamport). Clocks do not
 * matter, and keys cannot be judged apart: each may be right by itself and all together wrong.
 *
 * <p>To decide that is NP-complete even where every value is unique (Gibbons and Korach), so it is
 * tried by what is cheap first, and each step is right whatever the next one would say:
 *
 * <ol>
 *   <li>the session guarantees of each key, which are necessary: linear time;
 *   <li>the order of versions that real time suggests: if it works out, the order is there;
 *   <li>saturation: what every order must agree with, to a fixpoint; a cycle refutes;
 *   <li>a search within what was derived, by a budget of steps.
 * </ol>
 *
 * <p>A valid verdict rests on an order that was replayed. An invalid one shows operations that have
 * no order by themselves, few because what could be spared was left out, and tells the cycle; or
 * says that no order is left, where only the search could tell. Reads of what nobody wrote ({@code
 * garbage-read}) or only a failed write ({@code aborted-read}) are anomalies by themselves.
 *
 * @see <a href="https://doi.org/10.1109/TC.1979.1675439">Lamport, How to make a multiprocessor
 *     computer that correctly executes multiprocess programs, 1979</a>
 * @see <a href="https://doi.org/10.1137/S0097539794279614">Gibbons and Korach, Testing shared
 *     memories, 1997</a>
 */
public final class SequentialConsistency implements Checker {
  private static final String ANOMALY = "sequential-consistency";
  private static final long BUDGET_STEPS = 200_000_000;
  private static final long WITNESS_STEPS = 200_000;
  private static final int SHOWN_ORDER = 1_000;
  private static final int SHOWN_IMPOSSIBLE = 16;

  private final boolean isKeyed;
  private final long budgetSteps;

  private SequentialConsistency(boolean isKeyed, long budgetSteps) {
    this.isKeyed = isKeyed;
    this.budgetSteps = budgetSteps;
  }

  /** Of one register: {@code read} answers a value, {@code write} takes one. */
  public static SequentialConsistency ofRegister() {
    return new SequentialConsistency(false, BUDGET_STEPS);
  }

  /** Of many registers: values of {@code read} and {@code write} are [key value]. */
  public static SequentialConsistency ofKeys() {
    return new SequentialConsistency(true, BUDGET_STEPS);
  }

  /** The same checker with another budget: steps, not seconds, so that answers never vary. */
  public SequentialConsistency budget(long steps) {
    if (steps <= 0) {
      throw new IllegalArgumentException("a budget of " + steps + " steps cannot decide anything");
    }
    return new SequentialConsistency(isKeyed, steps);
  }

  @Override
  public Verdict check(History history) {
    var observed = Observer.of(history, isKeyed);
    var stats = new LinkedHashMap<String, @Nullable Object>();
    stats.put("operations", (long) observed.operations());
    stats.put("sessions", (long) observed.sessions());
    stats.put("keys", (long) observed.keys());
    if (!observed.impossible().isEmpty()) {
      stats.put("impossible-reads", (long) observed.impossible().size());
      return invalid(observed.impossible().stream().limit(SHOWN_IMPOSSIBLE).toList(), stats);
    }
    var decision = Decision.of(observed, budgetSteps);
    stats.put("algorithm", decision.algorithm());
    stats.put("steps", decision.steps());
    if (decision.culprits().isPresent()) {
      var culprits = observed.only(decision.culprits().get());
      return invalid(List.of(explain(culprits, decision.isCycle())), stats);
    }
    if (decision.order().isEmpty()) {
      return Verdict.unknown(
              "no order of the %d operations was found or excluded in %d steps: check a shorter"
                      .formatted(observed.operations(), decision.steps())
                  + " history, or raise the budget")
          .withStats(stats);
    }
    return valid(observed, decision.order().get(), stats);
  }

  private Verdict valid(Observed observed, int[] order, Map<String, @Nullable Object> stats) {
    if (observed.doubt().isPresent()) {
      return Verdict.unknown(observed.doubt().get()).withStats(stats);
    }
    if (observed.reads() == 0) {
      return Verdict.unknown("nobody saw a read succeed, so nothing was seen of the writes")
          .withStats(stats);
    }
    int[] invocations = IntStream.of(order).map(at -> observed.invocation()[at]).toArray();
    var objection = SequentialReplay.objection(observed.history(), isKeyed, invocations);
    if (objection.isPresent()) {
      return Verdict.unknown("an order does not replay, please report this: " + objection.get())
          .withStats(stats);
    }
    if (order.length <= SHOWN_ORDER) {
      stats.put("order", Arrays.stream(invocations).boxed().toList());
    }
    String reason = "an order of " + order.length + " operations was found, and replayed";
    return new Verdict(Validity.VALID, List.of(), reason, Evidence.none(), stats, Map.of());
  }

  private static Verdict invalid(List<Anomaly> anomalies, Map<String, @Nullable Object> stats) {
    return new Verdict(Validity.INVALID, anomalies, "", Evidence.none(), stats, Map.of());
  }

  private static Anomaly explain(Observed culprits, boolean isCycle) {
    var witness =
        SmallerWitness.of(
            culprits,
            isCycle ? SequentialConsistency::hasCycle : SequentialConsistency::hasNoOrder);
    var operations = IntStream.range(0, witness.operations()).boxed().collect(Collectors.toSet());
    String because =
        hasCycle(witness)
            ? SequentialArgument.of(witness)
            : "none of the orders of these %d operations explains what the sessions saw"
                .formatted(operations.size());
    return new Anomaly(ANOMALY, because, witness.ops(operations));
  }

  private static boolean hasCycle(Observed observed) {
    var saturation = new Saturation(new Program(observed));
    return saturation.run(Long.MAX_VALUE) == Saturation.Outcome.CYCLE;
  }

  private static boolean hasNoOrder(Observed observed) {
    return Decision.of(observed, WITNESS_STEPS).culprits().isPresent();
  }
}
