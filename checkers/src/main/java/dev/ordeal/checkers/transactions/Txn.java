package dev.ordeal.checkers.transactions;

import dev.ordeal.history.History;
import dev.ordeal.history.Op.Type;
import dev.ordeal.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of a history, with the values that its reads answered if somebody saw them.
 *
 * @param operation the invocation and how it ended
 * @param steps as they were answered, if it is ok; else as they were asked for
 */
record Txn(Operation operation, List<Step> steps) {
  private static final String F = "txn";
  private static final int STEP_LENGTH = 3;

  /** The transactions of a history, in the order of their invocations. */
  static List<Txn> of(History history) {
    return history.operations().filter(any -> any.f().equals(F)).map(Txn::of).toList();
  }

  /**
   * One step of a transaction.
   *
   * @param f {@code r}, {@code w} or {@code append}
   * @param value what was read, is written, or is appended
   */
  record Step(String f, Object key, @Nullable Object value) {
    boolean isRead() {
      return f.equals("r");
    }

    /** What is written where. */
    Version version() {
      return new Version(key, value);
    }

    /** As plain data. */
    List<@Nullable Object> plain() {
      return Arrays.asList(f, key, value);
    }

    private boolean fits(Step asked) {
      return f.equals(asked.f)
          && key.equals(asked.key)
          && (isRead() || Objects.equals(value, asked.value));
    }
  }

  /** A value that was written to a key, or an element that was appended to it. */
  record Version(Object key, @Nullable Object value) {}

  private static Txn of(Operation operation) {
    var asked =
        steps(operation.invoke().value())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a transaction is a list of [f key value], not "
                            + operation.invoke().value()));
    var answered =
        operation.outcome() == Type.OK
            ? steps(operation.completion().orElseThrow().value()).orElse(List.of())
            : asked;
    return new Txn(operation, answered);
  }

  private static Optional<List<Step>> steps(@Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      return Optional.empty();
    }
    var steps = new ArrayList<Step>();
    for (Object one : list) {
      if (!(one instanceof List<?> parts
          && parts.size() == STEP_LENGTH
          && parts.get(0) instanceof String f
          && parts.get(1) != null)) {
        return Optional.empty();
      }
      steps.add(new Step(f, Objects.requireNonNull(parts.get(1)), parts.get(2)));
    }
    return Optional.of(steps);
  }

  /** Whether it was answered with other steps than were asked for. */
  boolean isMalformed() {
    var asked = steps(operation.invoke().value()).orElseThrow();
    if (asked.size() != steps.size()) {
      return true;
    }
    for (int i = 0; i < steps.size(); i++) {
      if (!steps.get(i).fits(asked.get(i))) {
        return true;
      }
    }
    return false;
  }

  boolean isOk() {
    return operation.outcome() == Type.OK;
  }

  boolean isFailed() {
    return operation.outcome() == Type.FAIL;
  }

  /** Whether it had ended before the other began: endpoints that touch are concurrent. */
  boolean precedes(Txn other) {
    return isOk() && precede(operation, other.operation);
  }

  static boolean precede(Operation first, Operation second) {
    if (first.completion().isEmpty()) {
      return false;
    }
    var end = first.completion().get();
    return end.time() < second.invoke().time()
        || first.process() == second.process() && end.index() < second.invoke().index();
  }

  long begin() {
    return operation.invoke().time();
  }

  /** When somebody learned that it was ok. */
  long end() {
    return operation.completion().orElseThrow().time();
  }

  /** The position of its completion, if it is ok. */
  int completion() {
    return operation.completion().orElseThrow().index();
  }

  /** The process and what it asked for, as a sentence begins. */
  String who() {
    return "p" + operation.process();
  }
}
