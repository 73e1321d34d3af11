package dev.ordeal.checkers.lock;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Progress;
import dev.ordeal.checkers.TriggersOf;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.FencedLock;
import dev.ordeal.checkers.models.OwnerAwareMutex;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * The two promises a lock can make, each with the liveness that keeps a lock that never answers
 * from being acquitted.
 */
public final class LockCheckers {
  private static final int SHOWN_FAULTS = 2;

  private LockCheckers() {}

  /**
   * {@code lock-exclusive}: never do two processes hold at once ({@link OwnerAwareMutex}), and
   * after the faults are healed everybody can get the lock. Only acquire and release are looked at.
   */
  public static Checker exclusive() {
    return withProgress(Linearizable.of(new OwnerAwareMutex()));
  }

  /**
   * {@code lock-fenced}: tokens grow and the resource takes no stale write ({@link FencedLock}),
   * and after the faults are healed everybody can get the lock.
   */
  public static Checker fenced() {
    Checker safety = Linearizable.of(new FencedLock());
    return withProgress(history -> explained(safety.check(history), history));
  }

  /** The same verdict; a conviction is explained by the law of token order that was broken. */
  private static Verdict explained(Verdict verdict, History history) {
    return verdict.validity() == Validity.INVALID
        ? TokenOrder.broken(history).map(law -> with(List.of(law), verdict)).orElse(verdict)
        : verdict;
  }

  private static Checker withProgress(Checker safety) {
    var parts = new LinkedHashMap<String, Checker>();
    parts.put("linearizable", history -> withFaults(safety.check(history), history));
    parts.put("progress", new Progress("acquire", "the lock"));
    return Checker.compose(parts);
  }

  /** The same verdict, where witnesses also show what the nemesis did meanwhile. */
  private static Verdict withFaults(Verdict verdict, History history) {
    return with(verdict.anomalies().stream().map(a -> withFaults(a, history)).toList(), verdict);
  }

  private static Anomaly withFaults(Anomaly a, History history) {
    List<Op> witness = withFaults(a.witness(), history);
    return new Anomaly(a.name(), a.because(), witness, a.argument(), a.breaks());
  }

  private static Verdict with(List<Anomaly> anomalies, Verdict verdict) {
    return new Verdict(
        verdict.validity(),
        anomalies,
        verdict.reason(),
        verdict.evidence(),
        verdict.stats(),
        verdict.parts());
  }

  private static List<Op> withFaults(List<Op> witness, History history) {
    var faults = new ArrayDeque<Op>();
    int last = witness.get(witness.size() - 1).index();
    for (int at = witness.get(0).index(); at < last; at++) {
      if (TriggersOf.isFault(history, at)) {
        faults.add(history.get(at));
        if (faults.size() > SHOWN_FAULTS) {
          faults.remove();
        }
      }
    }
    return Stream.concat(witness.stream(), faults.stream())
        .sorted(Comparator.comparing(Op::index))
        .toList();
  }
}
