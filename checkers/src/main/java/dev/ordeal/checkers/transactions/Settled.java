package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import dev.ordeal.history.Notation;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether every transaction is decided once the faults are healed: {@code doubts} answers
 * {@code {txns [id ...]}}, those that a node still knows no decision of.
 *
 * <p>An id convicts if a process hears of it after the heal, hears of it in every answer from then
 * on, and that for at least half of the time from the heal to the end of the history, and a second.
 * Nobody can wait for ever; whoever is in doubt for less is not judged, and the verdict is unknown.
 */
final class Settled implements Checker {
  private static final String HEAL = "heal";
  private static final String DOUBTS = "doubts";
  private static final long SHORTEST = Duration.ofSeconds(1).toNanos();

  /** The first and the last answer of a run of answers that all name an id. */
  private record Spell(Op first, Op last) {}

  @Override
  public Verdict check(History history) {
    Op heal = history.last(Type.INFO, HEAL).filter(Op::isNemesis).orElse(null);
    if (heal == null) {
      return Verdict.valid().withStats(Map.of("skipped", "the history has no heal mark"));
    }
    var last = new TreeMap<Integer, Map<Object, Spell>>();
    history.clientOps().filter(op -> op.index() > heal.index()).forEach(op -> heard(last, op));
    if (last.isEmpty()) {
      return Verdict.unknown("no node said after the heal which transactions are in doubt");
    }
    return judge(history, heal, last);
  }

  /** A retired process cannot ask again: who takes its place does. */
  private static void heard(Map<Integer, Map<Object, Spell>> last, Op op) {
    if (op.type() == Type.INFO) {
      last.remove(op.process());
    } else if (op.type() == Type.OK && op.f().equals(DOUBTS)) {
      last.put(op.process(), spells(last.getOrDefault(op.process(), Map.of()), op));
    }
  }

  private static Map<Object, Spell> spells(Map<Object, Spell> before, Op answer) {
    var now = new LinkedHashMap<Object, Spell>();
    for (Object id : ids(answer)) {
      Spell known = before.get(id);
      now.put(id, new Spell(known == null ? answer : known.first(), answer));
    }
    return now;
  }

  private static List<Object> ids(Op answer) {
    var ids = new ArrayList<Object>();
    if (answer.value() instanceof Map<?, ?> map && map.get("txns") instanceof List<?> txns) {
      txns.forEach(id -> ids.add(Objects.requireNonNullElse(id, "nil")));
    } else {
      ids.add("an answer without txns: " + answer.value());
    }
    return ids;
  }

  private static Verdict judge(History history, Op heal, Map<Integer, Map<Object, Spell>> last) {
    long half = Math.max(SHORTEST, (history.time(history.size() - 1) - heal.time()) / 2);
    var anomalies = new ArrayList<Anomaly>();
    int undecided = 0;
    for (var spells : last.entrySet()) {
      for (var spell : spells.getValue().entrySet()) {
        Op first = spell.getValue().first();
        Op end = spell.getValue().last();
        if (end.time() - first.time() < half) {
          undecided++;
        } else if (anomalies.isEmpty()) {
          anomalies.add(inDoubt(history, heal, spell.getKey(), first, end));
        }
      }
    }
    var stats = new LinkedHashMap<String, @Nullable Object>();
    stats.put("asked", (long) last.size());
    stats.put("in-doubt", last.values().stream().mapToLong(Map::size).sum());
    if (!anomalies.isEmpty()) {
      return Verdict.of(anomalies).withStats(stats);
    }
    if (undecided > 0) {
      return Verdict.unknown(undecided + " transactions were in doubt when the time was over")
          .withStats(stats);
    }
    String reason = last.size() + " processes heard of no transaction that is still in doubt";
    return new Verdict(Validity.VALID, List.of(), reason, Evidence.none(), stats, Map.of());
  }

  private static Anomaly inDoubt(History history, Op heal, Object id, Op first, Op last) {
    return new Anomaly(
        "in-doubt-for-ever",
        "transaction %s is in doubt at p%d's node from %s to %s, after everything was healed"
            .formatted(
                id, first.process(), Notation.moment(first.time()), Notation.moment(last.time())),
        List.of(heal, history.invocation(first), first, history.invocation(last), last).stream()
            .distinct()
            .sorted(Comparator.comparing(Op::index))
            .toList());
  }
}
