package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.linearizable.internal.Decision;
import dev.ordeal.checkers.linearizable.internal.GeneralSearch;
import dev.ordeal.checkers.linearizable.internal.Keys;
import dev.ordeal.checkers.linearizable.internal.Problem;
import dev.ordeal.history.History;
import dev.ordeal.history.Op.Type;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Asks every decider about a history and compares what they say: the algorithms made for the model,
 * the search, the search without any hint, and brute force where the history is small enough.
 *
 * @param <S> the state of the model
 */
public final class Differential<S> {

  /** What is said of a history. */
  public enum Answer {
    VALID,
    INVALID,
    /** Nobody saw anything succeed, so there is nothing to judge. */
    NOTHING,
    UNKNOWN
  }

  /**
   * What came of a history.
   *
   * @param answer the right answer, if somebody knows
   * @param complaints what is wrong with what deciders say, by their names
   * @param unknowns the names of those that gave up
   * @param algorithm who decided where any may
   */
  public record Outcome(
      Answer answer, TreeMap<String, String> complaints, Set<Who> unknowns, String algorithm) {}

  /** Who decides. */
  public enum Who {
    MADE_FOR_IT,
    SEARCH,
    SEARCH_WITHOUT_HINTS
  }

  private static final Who[] DECIDERS = Who.values();
  private static final long MIDDLING_BUDGET_STEPS = 30_000;

  private final Model<S> model;
  private final Linearizable<?>[] deciders;

  /** Compares the deciders of a model. */
  public Differential(Model<S> model) {
    this.model = model;
    this.deciders =
        new Linearizable<?>[] {
          Linearizable.of(model),
          Linearizable.of(model).bySearchAlone(),
          Linearizable.of(new Bare<>(model))
        };
  }

  /** Judges a history that brute force judges as well. */
  public Outcome small(History history) {
    return judge(history, right(history, Reachability.isLinearizable(history, model)), true);
  }

  /**
   * The same, but where there is no order the searches are asked for no witness: to find one takes
   * longer than all else.
   */
  public Outcome smallWithFewerWitnesses(History history) {
    Answer right = right(history, Reachability.isLinearizable(history, model));
    if (right != Answer.INVALID || Keys.of(Problem.of(history, model), model).isPresent()) {
      return judge(history, right, true);
    }
    var outcome = judge(history, right, true, List.of(Who.MADE_FOR_IT));
    refute(history, model, Who.SEARCH, outcome);
    refute(history, new Bare<>(model), Who.SEARCH_WITHOUT_HINTS, outcome);
    return outcome;
  }

  private static <S> void refute(History history, Model<S> model, Who who, Outcome outcome) {
    var search = new GeneralSearch(Linearizable.STANDARD_BUDGET_STEPS);
    var decision = search.decide(Problem.of(history, model), model);
    if (!(decision instanceof Decision.Refuted)) {
      outcome.complaints().put(who.name(), "says " + decision + " of what is INVALID");
    }
  }

  /** Judges a history that is too large for brute force; a search may give up. */
  public Outcome middling(History history) {
    return judge(history, Answer.UNKNOWN, false);
  }

  /** Judges a history that is too large for brute force and known to have a linearization. */
  public Outcome flawless(History history) {
    return judge(history, right(history, true), false);
  }

  private Answer right(History history, boolean isLinearizable) {
    if (!isLinearizable) {
      return Answer.INVALID;
    }
    return history.clientOps().anyMatch(op -> op.type() == Type.OK && model.knows(op.f()))
        ? Answer.VALID
        : Answer.NOTHING;
  }

  private Outcome judge(History history, Answer right, boolean isSmall) {
    return judge(history, right, isSmall, List.of(DECIDERS));
  }

  private Outcome judge(History history, Answer right, boolean isSmall, List<Who> asked) {
    var proof = new Proof<>(history, model);
    var complaints = new TreeMap<String, String>();
    var unknowns = EnumSet.noneOf(Who.class);
    String algorithm = "none";
    Answer expected = right;
    for (Who who : asked) {
      Linearizable<?> decider = deciders[who.ordinal()];
      try {
        var verdict = (isSmall ? decider : decider.budget(MIDDLING_BUDGET_STEPS)).check(history);
        Answer said = answer(verdict);
        if (said == Answer.UNKNOWN && !isSmall) {
          unknowns.add(who);
        } else if (expected == Answer.UNKNOWN) {
          expected = said;
        } else if (said != expected) {
          complaints.put(who.name(), "says " + said + " of what is " + expected + show(verdict));
        }
        proof
            .doubt(verdict)
            .ifPresent(why -> complaints.putIfAbsent(who.name(), why + show(verdict)));
        if (who == Who.MADE_FOR_IT) {
          algorithm = String.valueOf(verdict.stats().get("algorithm"));
        }
      } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
        complaints.put(who.name(), "throws " + thrown + " at " + place(thrown));
      }
    }
    return new Outcome(expected, complaints, unknowns, algorithm);
  }

  private static Answer answer(Verdict verdict) {
    return switch (verdict.validity()) {
      case VALID -> Answer.VALID;
      case INVALID -> Answer.INVALID;
      case UNKNOWN ->
          verdict.reason().startsWith("there is no operation") ? Answer.NOTHING : Answer.UNKNOWN;
    };
  }

  private static String show(Verdict verdict) {
    return "%n    %s, %s %s %s"
        .formatted(
            verdict.stats().get("algorithm"),
            verdict.stats().get("linearization"),
            verdict.reason(),
            verdict.anomalies());
  }

  private static String place(Throwable thrown) {
    var trace = thrown.getStackTrace();
    return trace.length == 0 ? "nowhere" : trace[0].toString();
  }
}
