package dev.ordeal.checkers;

import dev.ordeal.checkers.Recovery.Comeback;
import dev.ordeal.checkers.Recovery.Healed;
import dev.ordeal.checkers.Recovery.Outage;
import dev.ordeal.history.History;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is seen of one injection, from its beginning until well after its healing. */
final class FaultWatch {
  private static final long NEVER = -1;

  private final History history;
  private final Injection injection;
  private final Storms weather;
  private final LoadCount load = new LoadCount();
  private long asked = NEVER;
  private @Nullable Comeback firstOk;
  private @Nullable Outage longest;

  FaultWatch(History history, Injection injection, Storms weather) {
    this.history = history;
    this.injection = injection;
    this.weather = weather;
  }

  Injection injection() {
    return injection;
  }

  LoadCount load() {
    return load;
  }

  /** An operation is asked for, or in flight, since its healing. */
  void asked(long time) {
    asked = asked == NEVER ? time : asked;
  }

  /** The first ok since its healing. */
  void ok(long time, int at) {
    long after = weather.calmUntil(time) - weather.calmUntil(asked);
    firstOk = new Comeback(Duration.ofNanos(time), Duration.ofNanos(after), at);
  }

  void met(Outage outage) {
    if (longest == null || outage.length().compareTo(longest.length()) > 0) {
      longest = outage;
    }
  }

  /**
   * All of it.
   *
   * @param throughput that of the calm, unless there is none to compare with
   * @param until when the last was asked for
   */
  Healed told(Optional<Throughput> throughput, long until) {
    boolean wasAsked = asked != NEVER;
    return new Healed(
        injection.kind(),
        injection.id() == null ? "" : String.valueOf(injection.id()),
        Duration.ofNanos(history.time(injection.begin())),
        injection.isHealed()
            ? Optional.of(Duration.ofNanos(history.time(injection.end())))
            : Optional.empty(),
        load.load(),
        Optional.ofNullable(longest),
        Optional.ofNullable(firstOk),
        wasAsked
            ? throughput.flatMap(calm -> calm.regained(weather.calmUntil(asked), asked))
            : Optional.empty(),
        Duration.ofNanos(wasAsked ? weather.calmUntil(until) - weather.calmUntil(asked) : 0),
        wasAsked
            ? throughput
                .map(calm -> calm.measuredSince(weather.calmUntil(asked)))
                .orElse(Duration.ZERO)
            : Duration.ZERO);
  }
}
