package dev.ordeal.checkers;

import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import dev.ordeal.history.Notation;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether every process gets what it asks for once the faults are healed: in the final
 * phase, after the nemesis' last {@code heal}, each process that is not retired by an info and
 * invoked the function there has to see it succeed there.
 *
 * <p>Who came late is not judged: who had less time until the end of the history than the slowest
 * success took, or, if nobody succeeded, less than half of the phase. So a process that replaces a
 * retired one in the last moment, or an operation that a torn journal cut off, convicts nobody.
 */
public final class Progress implements Checker {
  private static final String HEAL = "heal";

  private final String f;
  private final String what;

  /** Of this function, with which a process asks for what these words say: {@code the lock}. */
  public Progress(String f, String what) {
    this.f = f;
    this.what = what;
  }

  /** What one process tried in the final phase. */
  private static final class Attempts {
    int number;
    boolean succeeded;
    boolean retired;
    int last = -1;
    long since;

    /** How long it asked until it first succeeded; 0 while it has not. */
    long waited;

    boolean unsatisfied() {
      return !succeeded && !retired;
    }
  }

  @Override
  public Verdict check(History history) {
    int heal = lastHeal(history);
    if (heal < 0) {
      return Verdict.valid().withStats(Map.of("skipped", "the history has no heal mark"));
    }
    if (history.get(heal).value() instanceof Map<?, ?> map && map.containsKey("failed")) {
      return Verdict.unknown("the heal failed: " + map.get("failed"));
    }
    return judge(history, history.get(heal));
  }

  /** The position of the completion that heals for good, or -1: no fault comes after it. */
  private static int lastHeal(History history) {
    for (int at = history.size() - 1; at >= 0; at--) {
      if (history.process(at) == Op.NEMESIS) {
        boolean heals = history.type(at) == Type.INFO && history.f(at).equals(HEAL);
        return heals ? at : -1;
      }
    }
    return -1;
  }

  private Verdict judge(History history, Op heal) {
    var attempts = attempts(history, heal.index());
    long satisfied = attempts.values().stream().filter(a -> a.succeeded).count();
    long retired = attempts.values().stream().filter(a -> a.retired && !a.succeeded).count();
    long end = history.time(history.size() - 1);
    long enough =
        attempts.values().stream()
            .filter(a -> a.succeeded)
            .mapToLong(a -> a.waited)
            .max()
            .orElse((end - heal.time()) / 2);
    var anomalies = new ArrayList<Anomaly>();
    attempts.forEach(
        (process, tried) -> {
          if (tried.unsatisfied() && end - tried.since >= enough) {
            anomalies.add(noProgress(history, heal, process, tried));
          }
        });
    long late = attempts.values().stream().filter(Attempts::unsatisfied).count() - anomalies.size();
    var stats = new LinkedHashMap<String, @Nullable Object>();
    stats.put("satisfied", satisfied);
    stats.put("unsatisfied", (long) anomalies.size());
    stats.put("retired", retired);
    stats.put("late", late);
    if (!anomalies.isEmpty()) {
      return Verdict.of(anomalies).withStats(stats);
    }
    if (satisfied == 0) {
      String why =
          attempts.isEmpty()
              ? "no process invoked " + f + " after the faults were healed"
              : "of all that invoked " + f + " in time after the heal, nobody knows how it ended";
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
        asked(tried, history, at);
      }
      Attempts known = attempts.get(process);
      if (known != null && history.type(at) == Type.INFO) {
        known.retired = true;
      }
    }
    return attempts;
  }

  private static void asked(Attempts tried, History history, int invocation) {
    tried.since = tried.number == 0 ? history.time(invocation) : tried.since;
    tried.number++;
    tried.last = invocation;
    int end = history.partner(invocation);
    if (!tried.succeeded && end >= 0 && history.type(end) == Type.OK) {
      tried.succeeded = true;
      tried.waited = history.time(end) - tried.since;
    }
  }

  private Anomaly noProgress(History history, Op heal, int process, Attempts tried) {
    Op last = history.get(tried.last);
    var witness = Stream.concat(Stream.of(heal, last), history.completion(last).stream()).toList();
    String ended = history.completion(last).isEmpty() ? "the last is still open" : "none was ok";
    String because =
        "p%d asked %d %s for %s after the faults were healed at %s, and %s"
            .formatted(
                process,
                tried.number,
                tried.number == 1 ? "time" : "times",
                what,
                Notation.moment(heal.time()),
                ended);
    return new Anomaly("no-progress", because, witness);
  }
}
