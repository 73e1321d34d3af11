package dev.ordeal.checkers.linearizable.internal;

import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Model.Illegal;
import dev.ordeal.checkers.Model.To;
import dev.ordeal.history.Notation;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** How sentences name the operations of a problem. */
final class Telling {
  private final Problem problem;
  private final LongFunction<String> clock;

  Telling(Problem problem) {
    this(problem, Notation::moment);
  }

  private Telling(Problem problem, LongFunction<String> clock) {
    this.problem = problem;
    this.clock = clock;
  }

  /** The same, where the times of these operations can be told apart. */
  Telling apart(int... operations) {
    return new Telling(problem, Notation.apart(problem.times(IntStream.of(operations))));
  }

  /** The rule that an operation breaks after others, or this one if it breaks none there. */
  <S> Illegal<S> rule(Model<S> model, int[] before, int operation, Illegal<S> otherwise) {
    S state = model.initial();
    for (int earlier : before) {
      if (!(model.step(state, problem.call(earlier)) instanceof To<S> to)) {
        return otherwise;
      }
      state = to.state();
    }
    return model.step(state, problem.call(operation)) instanceof Illegal<S> rule ? rule : otherwise;
  }

  /** That nothing explains the operation that a rule is broken by, which ends at a position. */
  String unexplained(Illegal<?> rule, int completion) {
    var history = problem.history();
    return "%s; no order of the operations explains p%d's %s at %s"
        .formatted(
            rule.because(),
            history.process(completion),
            history.f(completion),
            clock.apply(history.time(completion)));
  }

  /** The process of an operation. */
  String process(int operation) {
    return "p" + problem.history().process(problem.invocation(operation));
  }

  /** An operation and when it ran. */
  String operation(int operation) {
    var history = problem.history();
    String f = history.f(problem.invocation(operation));
    return "%s's %s (%s to %s)".formatted(process(operation), f, begin(operation), end(operation));
  }

  String begin(int operation) {
    return clock.apply(problem.history().time(problem.invocation(operation)));
  }

  String end(int operation) {
    int at = problem.completion(operation);
    return at < 0 ? "nobody knows when" : clock.apply(problem.history().time(at));
  }
}
