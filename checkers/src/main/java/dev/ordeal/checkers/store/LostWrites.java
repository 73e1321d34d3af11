package dev.ordeal.checkers.store;

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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether acknowledged writes are still there once the faults are healed: the one promise
 * that a store keeps even if it is only eventually consistent.
 *
 * <p>A read of the final phase <i>misses</i> an acknowledged write (or cas) of its key that ended
 * before the read began, if what it answers is certainly older: nothing at all, or a value whose
 * every write was acknowledged before the missed one began. Whatever order the updates had, the
 * missed one came after that value, so the read shows neither it nor anything that overwrote it. A
 * write is lost if a final read misses it, and no final read of its key began after it and does not
 * miss it: one slow copy is no loss.
 *
 * <p>Where the key reads as nothing it is a {@code lost-write}: the data is gone. Where it holds an
 * older value it is a {@code lost-update}: the update is undone. What was never acknowledged may be
 * there or not. A value that several wrote is as new as the newest of them.
 */
final class LostWrites implements Checker {
  private static final int SHOWN = 3;

  @Override
  public Verdict check(History history) {
    var begin = FinalPhase.begin(history);
    var keys = keys(history, begin.orElse(history.size()));
    if (keys.isEmpty()) {
      return Verdict.unknown("no write was ever acknowledged");
    }
    if (begin.isEmpty()) {
      return Verdict.valid().withStats(Map.of("skipped", "the history has no heal mark"));
    }
    var lost = new ArrayList<Loss>();
    keys.forEach((key, seen) -> seen.loss().ifPresent(lost::add));
    var unread = keys.values().stream().filter(Seen::isUnread).toList();
    var stats = new LinkedHashMap<String, @Nullable Object>();
    stats.put("keys", (long) keys.size());
    stats.put("acknowledged", keys.values().stream().mapToLong(Seen::acknowledged).sum());
    stats.put("lost", (long) lost.size());
    stats.put("unread", (long) unread.size());
    if (!lost.isEmpty()) {
      return Verdict.of(shown(history, lost)).withStats(stats);
    }
    if (!unread.isEmpty()) {
      String why =
          "of %d keys with an acknowledged write %d were never read after the heal, such as %s"
              .formatted(keys.size(), unread.size(), unread.get(0).key);
      return Verdict.unknown(why).withStats(stats);
    }
    String reason = "no final read misses an acknowledged write of " + keys.size() + " keys";
    return new Verdict(Validity.VALID, List.of(), reason, Evidence.none(), stats, Map.of());
  }

  /** Some of each name, those first that are told in the fewest operations. */
  private static List<Anomaly> shown(History history, List<Loss> lost) {
    var anomalies = new ArrayList<Anomaly>();
    for (String name : List.of("lost-write", "lost-update")) {
      var ofName = lost.stream().filter(loss -> loss.name().equals(name)).toList();
      ofName.stream()
          .sorted(Comparator.comparing(loss -> loss.sources.size()))
          .limit(SHOWN)
          .forEach(loss -> anomalies.add(loss.anomaly(history, ofName.size())));
    }
    return anomalies;
  }

  /** Per key what was written and read in the end. */
  private static Map<Object, Seen> keys(History history, int begin) {
    var keys = new LinkedHashMap<Object, Seen>();
    for (int at = 0; at < history.size(); at++) {
      if (history.type(at) == Type.INVOKE && history.process(at) != Op.NEMESIS) {
        Update.of(history, at)
            .ifPresent(
                update ->
                    keys.computeIfAbsent(update.key, key -> new Seen(history, key))
                        .updates
                        .add(update));
      }
    }
    keys.values().removeIf(seen -> seen.acknowledged() == 0);
    FinalPhase.oks(history, begin, "read")
        .forEach(
            read -> {
              Seen seen = read.value() instanceof List<?> pair ? keys.get(pair.get(0)) : null;
              if (seen != null) {
                seen.reads.add(read);
              }
            });
    return keys;
  }

  /** A write, or a cas, which may have happened. */
  private record Update(Object key, @Nullable Object value, Op invoke, Optional<Op> ok) {

    static Optional<Update> of(History history, int invocation) {
      String f = history.f(invocation);
      if (!(f.equals("write") || f.equals("cas"))
          || !(history.value(invocation) instanceof List<?> pair)
          || pair.size() != 2
          || pair.get(0) == null) {
        return Optional.empty();
      }
      Object value = f.equals("write") ? pair.get(1) : to(pair.get(1));
      Op invoke = history.get(invocation);
      Optional<Op> end = history.completion(invoke);
      boolean failed = end.filter(op -> op.type() == Type.FAIL).isPresent();
      Object key = Objects.requireNonNull(pair.get(0));
      return failed
          ? Optional.empty()
          : Optional.of(new Update(key, value, invoke, end.filter(op -> op.type() == Type.OK)));
    }

    private static @Nullable Object to(@Nullable Object change) {
      return change instanceof List<?> pair && pair.size() == 2 ? pair.get(1) : change;
    }

    /** Endpoints that touch are concurrent. */
    boolean endedBefore(Op invocation) {
      return ok.filter(end -> end.time() < invocation.time()).isPresent();
    }
  }

  /** One key. */
  private static final class Seen {
    final History history;
    final Object key;
    final List<Update> updates = new ArrayList<>();
    final List<Op> reads = new ArrayList<>();

    Seen(History history, Object key) {
      this.history = history;
      this.key = key;
    }

    long acknowledged() {
      return updates.stream().filter(update -> update.ok.isPresent()).count();
    }

    boolean isUnread() {
      return reads.isEmpty();
    }

    /** The last acknowledged write that is lost, with the last read that misses it. */
    Optional<Loss> loss() {
      return updates.stream()
          .filter(update -> update.ok.isPresent())
          .sorted(Comparator.comparing((Update update) -> end(update).index()).reversed())
          .flatMap(update -> loss(update).stream())
          .findFirst();
    }

    private Optional<Loss> loss(Update update) {
      var after = reads.stream().filter(read -> update.endedBefore(begin(read))).toList();
      if (after.isEmpty() || !after.stream().allMatch(read -> misses(read, update))) {
        return Optional.empty();
      }
      Op last = after.get(after.size() - 1);
      return Optional.of(new Loss(key, update, last, after.size(), sources(last)));
    }

    private boolean misses(Op read, Update update) {
      var sources = sources(read);
      boolean isThere = value(read) != null;
      return !(isThere && sources.isEmpty())
          && sources.stream().allMatch(source -> source.endedBefore(update.invoke));
    }

    /** The updates that may have written what was read. */
    private List<Update> sources(Op read) {
      Object value = value(read);
      return updates.stream().filter(update -> Objects.equals(update.value, value)).toList();
    }

    private Op begin(Op read) {
      return history.invocation(read);
    }
  }

  private static @Nullable Object value(Op read) {
    return read.value() instanceof List<?> pair && pair.size() == 2 ? pair.get(1) : null;
  }

  private static Op end(Update acknowledged) {
    return acknowledged.ok.orElseThrow();
  }

  /** A write that is lost. */
  private record Loss(Object key, Update update, Op read, int reads, List<Update> sources) {

    String name() {
      return sources.isEmpty() ? "lost-write" : "lost-update";
    }

    Anomaly anomaly(History history, int keys) {
      var witness =
          Stream.concat(sources.stream(), Stream.of(update))
              .flatMap(one -> Stream.of(one.invoke, end(one)))
              .sorted(Comparator.comparing(Op::index));
      var ops = Stream.concat(witness, Stream.of(history.invocation(read), read)).toList();
      return new Anomaly(name(), because(keys), ops);
    }

    private String because(int keys) {
      Object value = value(read);
      String finds = value == null ? "nothing" : "%s, which was written before".formatted(value);
      String who = reads == 1 ? "a read after the heal finds " : "reads after the heal find ";
      String others = keys == 1 ? "" : " (one of %d such keys)".formatted(keys);
      return "key %s: p%d's %s of %s was acknowledged at %s, but %s%s%s"
          .formatted(
              key,
              update.invoke.process(),
              update.invoke.f(),
              update.value,
              Notation.moment(end(update).time()),
              who,
              finds,
              others);
    }
  }
}
