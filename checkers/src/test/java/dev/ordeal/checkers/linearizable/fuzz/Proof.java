package dev.ordeal.checkers.linearizable.fuzz;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.linearizable.LinearizationVerifier;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Doubts what a verdict shows for itself: its order must replay, its witnesses must be of the
 * history and impossible by themselves.
 *
 * @param <S> the state of the model
 */
record Proof<S>(History history, Model<S> model) {

  /** Operations that brute force decides in no time, whatever they are. */
  static final int SMALL = 12;

  /** What is wrong with what a verdict shows; of an unknown one nothing but a wrong order. */
  Optional<String> doubt(Verdict verdict) {
    return switch (verdict.validity()) {
      case VALID -> order(verdict).flatMap(this::doubt);
      case INVALID ->
          verdict.anomalies().stream().flatMap(anomaly -> doubt(anomaly).stream()).findFirst();
      case UNKNOWN -> Optional.of(verdict.reason()).filter(why -> why.contains("not replay"));
    };
  }

  @SuppressWarnings("unchecked")
  private static Optional<List<Integer>> order(Verdict verdict) {
    return Optional.ofNullable((List<Integer>) verdict.stats().get("linearization"));
  }

  private Optional<String> doubt(List<Integer> order) {
    var objection =
        begins(history).count() <= SMALL
            ? Reachability.objection(history, model, order)
            : Optional.<String>empty();
    return objection
        .or(() -> LinearizationVerifier.verify(history, model, order))
        .map(why -> "shows a wrong order, " + order + ": " + why);
  }

  private Optional<String> doubt(Anomaly anomaly) {
    if (!anomaly.witness().stream().allMatch(op -> history.get(op.index()).equals(op))) {
      return Optional.of("shows a witness that is not of this history: " + anomaly);
    }
    return isAllowed(History.of(anomaly.witness()))
        ? Optional.of("shows a witness that proves nothing: " + anomaly)
        : Optional.empty();
  }

  private boolean isAllowed(History witness) {
    return begins(witness).count() <= SMALL
        ? Reachability.isLinearizable(witness, model)
        : Linearizable.of(new Bare<>(model)).check(witness).validity() == Validity.VALID;
  }

  private static IntStream begins(History history) {
    return history.stream().filter(op -> !op.type().completes()).mapToInt(Op::index);
  }
}
