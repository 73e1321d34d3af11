package dev.ordeal.checkers.sessions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether registers keep the session guarantees: read your writes, monotonic reads, monotonic
 * writes, writes follow reads; per key, a session being a process.
 *
 * <p>A history is valid if the versions of each key have an order, the initial one first, under
 * which every session keeps all guarantees asked for. That is what the definitions say of a black
 * box. Viotti and Vukolic define the guarantees by what is visible to a read and by one arbitration
 * order of all writes, where a read of a register returns the newest visible write. Given an order
 * of versions, let a read see what it returned, what its session saw in earlier reads (monotonic
 * reads) and what it wrote itself (read your writes): what it returned is the newest of these if
 * and only if it is not older than any of them, and seeing more can only make a read newer. The two
 * guarantees of writes speak of the arbitration alone.
 *
 * <p>So clocks do not matter, only what sessions did and saw. No single history refutes monotonic
 * writes alone: who sees two writes in the wrong order may as well have moved to an older replica,
 * which only monotonic reads forbid. An anomaly is therefore a smallest set of guarantees that no
 * order keeps together, shown by the shortest chain of reasons that puts a version before itself.
 * It is named after the one of them that comes first of: read your writes, writes follow reads,
 * monotonic writes, monotonic reads; the last is what most others are seen by.
 *
 * <p>Reads of what nobody wrote ({@code garbage-read}) or only a failed write ({@code
 * aborted-read}) are anomalies by themselves. A write that nobody saw end happened if somebody read
 * it; else it does not matter. Time is linear in the history.
 *
 * @see Guarantee
 * @see <a href="https://doi.org/10.1145/2926965">Viotti and Vukolic, Consistency in
 *     non-transactional distributed storage systems, 2016</a>
 */
public final class SessionGuarantees implements Checker {
  private static final int SHOWN_VERSIONS = 1_000;
  private static final int SHOWN_IMPOSSIBLE = 16;
  private static final List<Guarantee> NAMING =
      List.of(
          Guarantee.READ_YOUR_WRITES,
          Guarantee.WRITES_FOLLOW_READS,
          Guarantee.MONOTONIC_WRITES,
          Guarantee.MONOTONIC_READS);

  private final boolean isKeyed;
  private final Set<Guarantee> guarantees;

  private SessionGuarantees(boolean isKeyed, Set<Guarantee> guarantees) {
    this.isKeyed = isKeyed;
    this.guarantees = Collections.unmodifiableSet(guarantees);
  }

  /** All four, of one register: {@code read} answers a value, {@code write} takes one. */
  public static SessionGuarantees ofRegister() {
    return new SessionGuarantees(false, EnumSet.allOf(Guarantee.class));
  }

  /** All four, of many registers: values of {@code read} and {@code write} are [key value]. */
  public static SessionGuarantees ofKeys() {
    return new SessionGuarantees(true, EnumSet.allOf(Guarantee.class));
  }

  /** The same checker, asking for these alone, together. */
  public SessionGuarantees only(Guarantee first, Guarantee... more) {
    return new SessionGuarantees(isKeyed, EnumSet.of(first, more));
  }

  @Override
  public Verdict check(History history) {
    var observed = Observer.of(history, isKeyed);
    var stats = new LinkedHashMap<String, @Nullable Object>();
    stats.put("algorithm", "version-constraint-graph");
    stats.put("guarantees", guarantees.stream().map(Guarantee::kebab).toList());
    stats.put("operations", (long) observed.operations());
    stats.put("sessions", (long) observed.sessions());
    stats.put("keys", (long) observed.keys());
    stats.put("versions", (long) observed.versions());
    int required = guarantees.stream().mapToInt(Guarantee::bit).sum();
    var orders = new ArrayList<int[]>();
    var broken = new ArrayList<Integer>();
    var sessions = new KeyGraph.Sessions(observed.sessions());
    for (int key = 0; key < observed.keys(); key++) {
      var order = KeyGraph.of(observed, key, sessions).order(required);
      if (order.isEmpty()) {
        broken.add(key);
      } else if (broken.isEmpty()) {
        var objection = SessionReplay.objection(observed, key, order.get(), guarantees);
        if (objection.isPresent()) {
          return Verdict.unknown(
                  "an order of versions does not replay, please report this: " + objection.get())
              .withStats(stats);
        }
        orders.add(order.get());
      }
    }
    stats.put("broken-keys", (long) broken.size());
    return broken.isEmpty() && observed.impossible().isEmpty()
        ? holds(observed, orders, stats)
        : broken(observed, broken, required, stats);
  }

  private static Verdict holds(
      Observed observed, List<int[]> orders, Map<String, @Nullable Object> stats) {
    if (observed.doubt().isPresent()) {
      return Verdict.unknown(observed.doubt().get()).withStats(stats);
    }
    if (observed.reads() == 0) {
      return Verdict.unknown("nobody saw a read succeed, so nothing was seen of the writes")
          .withStats(stats);
    }
    if (observed.versions() <= SHOWN_VERSIONS) {
      stats.put("version-orders", shown(observed, orders));
    }
    String reason =
        "an order of the %d versions of %d keys was found, and replayed"
            .formatted(observed.versions(), observed.keys());
    return new Verdict(Validity.VALID, List.of(), reason, Evidence.none(), stats, Map.of());
  }

  /** Per key its versions from the oldest to the newest. */
  private static List<@Nullable Object> shown(Observed observed, List<int[]> orders) {
    var shown = new ArrayList<@Nullable Object>();
    for (int key = 0; key < orders.size(); key++) {
      int[] place = orders.get(key);
      var versions = new String[place.length];
      for (int version = 0; version < place.length; version++) {
        versions[place[version]] = observed.value(observed.versionBase()[key] + version);
      }
      shown.add(observed.register(key) + ": " + String.join(" ", versions));
    }
    return shown;
  }

  private Verdict broken(
      Observed observed, List<Integer> keys, int required, Map<String, @Nullable Object> stats) {
    var anomalies = new ArrayList<Anomaly>();
    observed.impossible().stream().limit(SHOWN_IMPOSSIBLE).forEach(anomalies::add);
    stats.put("impossible-reads", (long) observed.impossible().size());
    for (int conflict : new Conflicts(required, set -> isBroken(observed, keys, set)).smallest()) {
      anomalies.add(explain(observed, keys, conflict));
    }
    return new Verdict(Validity.INVALID, anomalies, "", Evidence.none(), stats, Map.of());
  }

  private static boolean isBroken(Observed observed, List<Integer> keys, int set) {
    var sessions = new KeyGraph.Sessions(observed.sessions());
    return keys.stream().anyMatch(key -> KeyGraph.of(observed, key, sessions).order(set).isEmpty());
  }

  private static Anomaly explain(Observed observed, List<Integer> keys, int conflict) {
    var cycle =
        keys.stream()
            .flatMap(key -> cycle(observed, key, conflict).stream())
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no key breaks " + conflict));
    cycle = smaller(cycle, conflict);
    var name = NAMING.stream().filter(cycle.guarantees()::contains).findFirst().orElseThrow();
    return cycle.anomaly(name.kebab());
  }

  private static Optional<VersionCycle> cycle(Observed observed, int key, int conflict) {
    var sessions = new KeyGraph.Sessions(observed.sessions());
    int[] versions = KeyGraph.of(observed, key, sessions).contradiction(conflict);
    return versions.length == 0
        ? Optional.empty()
        : Optional.of(VersionCycle.among(observed, key, versions, conflict));
  }

  /** A shortest cycle may do the same thing twice, so reads that can be spared are left out. */
  private static VersionCycle smaller(VersionCycle cycle, int conflict) {
    var observed = cycle.observed();
    for (int operation : cycle.operations()) {
      if (!observed.isWrite()[operation]) {
        var fewer = new LinkedHashSet<>(cycle.operations());
        fewer.remove(operation);
        var rest = cycle(observed.only(fewer), 0, conflict);
        if (rest.isPresent()) {
          return smaller(rest.get(), conflict);
        }
      }
    }
    return cycle;
  }
}
