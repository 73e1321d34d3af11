package dev.ordeal.checkers.lock;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import dev.ordeal.history.Notation;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether every process gets what it asks for once the faults are healed: in the final
 * phase, after the nemesis' last {@code heal}, each process that is not retired by an info and
 * invoked the function there has to see it succeed there.
 */
final class Progress implements Checker {
  private static final String HEAL = "heal";

  private final String f;

  Progress(String f) {
    this.f = f;
  }

  /** What one process tried in the final phase. */
  private static final class Attempts {
    int number;
    boolean succeeded;
    boolean retired;
    int last = -1;
  }

  @Override
  public Verdict check(History history) {
    Optional<Op> heal = history.last(Type.INFO, HEAL).filter(Op::isNemesis);
    if (heal.isEmpty()) {
      return Verdict.valid().withStats(Map.of("skipped", "the history has no heal mark"));
    }
    var attempts = attempts(history, heal.get().index());
    long satisfied = attempts.values().stream().filter(a -> a.succeeded).count();
    long retired = attempts.values().stream().filter(a -> a.retired && !a.succeeded).count();
    var anomalies = new ArrayList<Anomaly>();
    attempts.forEach(
        (process, tried) -> {
          if (!tried.succeeded && !tried.retired) {
            anomalies.add(noProgress(history, heal.get(), process, tried));
          }
        });
    Map<String, @Nullable Object> stats =
        Map.of("satisfied", satisfied, "unsatisfied", (long) anomalies.size(), "retired", retired);
    if (!anomalies.isEmpty()) {
      return Verdict.of(anomalies).withStats(stats);
    }
    if (satisfied == 0) {
      String why =
          attempts.isEmpty()
              ? "no process invoked " + f + " after the faults were healed"
              : "of all that invoked " + f + " after the heal, nobody knows how it ended";
      return Verdict.unknown(why).withStats(stats);
    }
    String reason = satisfied + " processes got their " + f + " after the heal";
    return new Verdict(Validity.VALID, List.of(), reason, Evidence.none(), stats, Map.of());
  }

  private Map<Integer, Attempts> attempts(History history, int heal) {
    var attempts = new TreeMap<Integer, Attempts>();
    for (int at = heal + 1; at < history.size(); at++) {
      int process = history.process(at);
      if (process == Op.NEMESIS) {
        continue;
      }
      if (history.type(at) == Type.INVOKE && history.f(at).equals(f)) {
        var tried = attempts.computeIfAbsent(process, any -> new Attempts());
        tried.number++;
        tried.last = at;
        tried.succeeded |= completed(history, at) == Type.OK;
      }
      Attempts known = attempts.get(process);
      if (known != null && history.type(at) == Type.INFO) {
        known.retired = true;
      }
    }
    return attempts;
  }

  private static Type completed(History history, int invocation) {
    int end = history.partner(invocation);
    return end < 0 ? Type.INVOKE : history.type(end);
  }

  private Anomaly noProgress(History history, Op heal, int process, Attempts tried) {
    Op last = history.get(tried.last);
    var witness = Stream.concat(Stream.of(heal, last), history.completion(last).stream()).toList();
    String ended = history.completion(last).isEmpty() ? "the last is still open" : "none was ok";
    String because =
        "p%d asked %d %s for the lock after the faults were healed at %s, and %s"
            .formatted(
                process,
                tried.number,
                tried.number == 1 ? "time" : "times",
                Notation.seconds(heal.time()),
                ended);
    return new Anomaly("no-progress", because, witness);
  }
}
