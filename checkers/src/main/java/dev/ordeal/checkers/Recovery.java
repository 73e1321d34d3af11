package dev.ordeal.checkers;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How a system bore its faults and came back from them, in numbers that its history alone gives.
 *
 * <p>A <em>storm</em> is a time in which at least one fault is in force, from the invocation that
 * injects it to the completion that heals it; all else is <em>calm</em>. Loads are those of the
 * main part of a trial, before everything is healed in the end, and an operation belongs to where
 * it begins. A recovery counts from the healing, or, if nothing is in flight then, from the first
 * operation that is asked for after it; time in other storms does not count, since that is not this
 * fault's.
 *
 * <p>Fault tolerance rate, recovery time and performance under faults are the measures that the
 * articles on chaos testing of consensus systems and of cloud services name.
 *
 * @param calm what clients got in the calm
 * @param storm what clients got under faults
 * @param calmThroughput ok operations a second in the calm: the greater of the rate before the
 *     first fault and the median of all calm windows, as a cold start lowers the one and a slow
 *     recovery the other; empty if there is not a window of calm
 * @param window how much calm time a throughput is counted over: that in which the calm has 50 ok
 *     operations, at least 100 ms and at most 1 s
 * @param longest the longest unavailability: a span without any ok, counted from the first
 *     operation that was asked for in it
 * @param faults each injection that was applied, in order
 * @param kinds the same per kind: the loads together, of times the longest
 */
public record Recovery(
    Load calm,
    Load storm,
    OptionalDouble calmThroughput,
    Duration window,
    Optional<Outage> longest,
    List<Healed> faults,
    Map<String, OfKind> kinds) {
  private static final String STAT = "recovery";

  /** Copies its parts. */
  public Recovery {
    faults = List.copyOf(faults);
    kinds = Collections.unmodifiableMap(new LinkedHashMap<>(kinds));
  }

  /**
   * What a load of operations came to. A fail is no success: a history does not tell a refusal by
   * the rules from one by weakness, and so calm and storm are compared.
   *
   * @param operations how many began
   * @param ok how many of them ended ok
   * @param latency from invocation to ok; empty if none was ok
   */
  public record Load(long operations, long ok, Optional<Latency> latency) {
    /** Which share was ok, from 0 to 1; empty of nothing. */
    public OptionalDouble share() {
      return operations == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) ok / operations);
    }
  }

  /** Quantiles (nearest rank) of the time from invocation to ok. */
  public record Latency(Duration p50, Duration p95, Duration p99, Duration max) {}

  /**
   * A span without success.
   *
   * @param from since the trial began
   * @param to since the trial began
   */
  public record Outage(Duration from, Duration to) {
    /** How long it lasted. */
    public Duration length() {
      return to.minus(from);
    }
  }

  /**
   * A moment of success after a healing.
   *
   * @param at since the trial began
   * @param after how long it took in calm, and while operations were asked for
   * @param index the position of its op in the history
   */
  public record Comeback(Duration at, Duration after, int index) {}

  /**
   * One injection, and what came after its healing.
   *
   * @param kind the function that injected it
   * @param id its name; may be empty
   * @param injected when, since the trial began
   * @param healed when, since the trial began; empty if it never was
   * @param storm what clients got while it was in force
   * @param longest the longest unavailability that met it, or what came between it and the next
   *     injection
   * @param firstOk the first success after the healing
   * @param throughput the first moment from which on a window of calm has 90 % of the calm
   *     throughput
   * @param watched how long it could be watched after its healing, in calm, and while operations
   *     were asked for; of what did not come back, all that is known is that it took longer
   * @param measured the same for the throughput: up to the last whole window of the main part
   */
  public record Healed(
      String kind,
      String id,
      Duration injected,
      Optional<Duration> healed,
      Load storm,
      Optional<Outage> longest,
      Optional<Comeback> firstOk,
      Optional<Comeback> throughput,
      Duration watched,
      Duration measured) {}

  /**
   * All injections of a kind.
   *
   * @param injected how many there were
   * @param healed how many of them were healed
   * @param storm what clients got while one was in force
   * @param longest the longest unavailability
   * @param returned after how many healings there was a success
   * @param firstOk the longest time until there was
   * @param regained after how many healings the throughput was back
   * @param throughput the longest time until it was
   */
  public record OfKind(
      int injected,
      int healed,
      Load storm,
      Optional<Outage> longest,
      int returned,
      Optional<Duration> firstOk,
      int regained,
      Optional<Duration> throughput) {}

  /**
   * The share that is ok in storm, relative to the one in calm: 1 if faults harm nobody; empty if
   * either cannot be told.
   */
  public OptionalDouble faultToleranceRate() {
    var inCalm = calm.share();
    var inStorm = storm.share();
    return inCalm.isEmpty() || inStorm.isEmpty() || inCalm.getAsDouble() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(inStorm.getAsDouble() / inCalm.getAsDouble());
  }

  /** The verdict with this among its stats, as plain data. */
  Verdict addedTo(Verdict verdict) {
    var stats = new LinkedHashMap<String, @Nullable Object>(verdict.stats());
    stats.put(STAT, RecoveryData.plain(this));
    return verdict.withStats(stats);
  }

  /** Whether a verdict's figure of this name is not the checker's own but a recovery. */
  public static boolean isStat(String name) {
    return name.equals(STAT);
  }

  /** What a verdict, fresh or read back, says of recovery; empty if it says nothing readable. */
  public static Optional<Recovery> in(Verdict verdict) {
    return RecoveryData.read(verdict.stats().get(STAT));
  }
}
