package dev.ordeal.checkers;

import dev.ordeal.checkers.Recovery.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The spans without success: each begins with an ok if something is in flight then, else with the
 * first operation that is asked for after it, and ends with the next ok.
 */
final class Outages {
  private static final long NOBODY = -1;

  /** Those that the present span is laid at the door of: in force, or the last that were. */
  private final List<FaultWatch> current = new ArrayList<>();

  /** Those that were, when the present span began. */
  private final List<FaultWatch> former = new ArrayList<>();

  private long since = NOBODY;
  private @Nullable Outage longest;

  void injected(FaultWatch fault) {
    var gone = current.stream().filter(one -> isOver(one, fault)).toList();
    current.removeAll(gone);
    if (since != NOBODY) {
      former.addAll(gone);
    }
    current.add(fault);
  }

  private static boolean isOver(FaultWatch one, FaultWatch next) {
    return one.injection().end() < next.injection().begin();
  }

  void asked(long time) {
    since = since == NOBODY ? time : since;
  }

  void ok(long time, boolean isMoreInFlight) {
    close(time);
    since = isMoreInFlight ? time : NOBODY;
  }

  /** Nothing is in flight, and nobody asks for a while; the last who did was answered then. */
  void pause(long time) {
    close(time);
    since = NOBODY;
  }

  private void close(long to) {
    if (since != NOBODY && to > since) {
      var outage = new Outage(Duration.ofNanos(since), Duration.ofNanos(to));
      if (longest == null || outage.length().compareTo(longest.length()) > 0) {
        longest = outage;
      }
      current.forEach(fault -> fault.met(outage));
      former.forEach(fault -> fault.met(outage));
    }
    former.clear();
  }

  Optional<Outage> longest() {
    return Optional.ofNullable(longest);
  }
}
