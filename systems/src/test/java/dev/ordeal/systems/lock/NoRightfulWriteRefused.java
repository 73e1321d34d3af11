package dev.ordeal.systems.lock;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import dev.ordeal.history.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges whether a fence refuses only what it must: no write is refused as stale while nobody can
 * have been granted a newer token. A resource that refuses too much keeps all that {@code
 * lock-fenced} asks for, and is of no use.
 */
final class NoRightfulWriteRefused implements Checker {
  /** As the lock says it: other refusals, such as without a majority, are its right. */
  private static final String STALE = "stale token";

  @Override
  public Verdict check(History history) {
    List<Operation> acquires =
        history.operations().filter(operation -> operation.f().equals("acquire")).toList();
    return history
        .operations()
        .filter(NoRightfulWriteRefused::isRefused)
        .filter(write -> acquires.stream().noneMatch(acquire -> excuses(acquire, write)))
        .findFirst()
        .map(write -> Verdict.of(List.of(anomaly(write))))
        .orElseGet(Verdict::valid);
  }

  private static boolean isRefused(Operation operation) {
    return operation.f().equals("write")
        && operation.outcome() == Type.FAIL
        && String.valueOf(operation.completion().orElseThrow().error()).contains(STALE);
  }

  /** Whether it may have granted a newer token before the write was refused. */
  private static boolean excuses(Operation acquire, Operation write) {
    boolean isBegun = acquire.invoke().index() < write.completion().orElseThrow().index();
    return isBegun
        && switch (acquire.outcome()) {
          case OK -> token(acquire.completion()) > token(Optional.of(write.invoke()));
          case INFO -> true;
          default -> false;
        };
  }

  private static long token(Optional<Op> op) {
    return op.map(Op::value)
        .map(value -> value instanceof Map<?, ?> map ? map.get("token") : null)
        .map(token -> token instanceof Long number ? number : null)
        .orElse(0L);
  }

  private static Anomaly anomaly(Operation write) {
    return Anomaly.of(
        "rightful-write-refused",
        "p%d's write with token %d is refused as stale, and nobody can have a newer token"
            .formatted(write.process(), token(Optional.of(write.invoke()))),
        write.invoke(),
        write.completion().orElseThrow());
  }
}
