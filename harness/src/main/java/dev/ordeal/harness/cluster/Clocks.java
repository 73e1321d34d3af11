package dev.ordeal.harness.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The wall clocks of nodes, each of which can be set wrong by itself; the monotonic clocks stay
 * true. What is done to one clock adds up, and stays over restarts of the node. Every verb returns
 * when it is in force, and throws {@link IllegalStateException} with a clear message when it cannot
 * be.
 */
public interface Clocks {

  /** Something that makes a clock wrong. */
  @FunctionalInterface
  interface Skewed {

    /** Takes it away, as if it had never been; what else is wrong with the clock stays. */
    void lift();
  }

  /**
   * What a node's wall clock says.
   *
   * @param at when it was read, on our clock
   * @param skew how far it is ahead of ours; negative if it is behind
   * @param within how much of that may be the time that the reading took, either way
   * @param by who read it: {@code itself}, or a helper in words
   */
  record Reading(Instant at, Duration skew, Duration within, String by) {

    /** In words: {@code +30.000 s off ours, read by itself}. */
    public String words() {
      return signed(skew) + " off ours, read by " + by;
    }
  }

  /**
   * How fast a node's wall clock runs.
   *
   * @param rate in its seconds for one of ours
   * @param within how wrong that may be, either way
   * @param by who read it
   */
  record Pace(double rate, double within, String by) {

    /** In words: {@code at 1.500 times ours, read by itself}. */
    public String words() {
      return String.format(Locale.ROOT, "at %.3f times ours, read by %s", rate, by);
    }
  }

  /** Sets a clock forward by this offset, or back if it is negative. */
  Skewed bump(Node node, Duration offset);

  /**
   * Lets a clock run at another rate from now on, without a jump; when that is lifted, it jumps
   * back to where it would be.
   *
   * @param rate in its seconds for one of ours, more than 0: 1.5 gains half a second in each
   */
  Skewed rate(Node node, double rate);

  /** Takes away whatever is wrong with a clock. Idempotent. */
  void heal(Node node);

  /** Asks a node for its clock; empty if there is no way to read it now. */
  Optional<Reading> skew(Node node);

  /** Reads a clock twice, so long apart; empty if there is no way to read it now. */
  default Optional<Pace> pace(Node node, Duration apart) {
    var first = skew(node);
    try {
      TimeUnit.NANOSECONDS.sleep(apart.toNanos());
    } catch (InterruptedException early) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    var second = first.flatMap(one -> skew(node));
    return second.map(
        later -> {
          var before = first.orElseThrow();
          double nanos = Duration.between(before.at(), later.at()).toNanos();
          double gained = later.skew().minus(before.skew()).toNanos();
          double wrong = later.within().plus(before.within()).toNanos() / nanos;
          double rate = 1 + gained / nanos;
          // Times are wrong by so much of ours; the clock ran on meanwhile, at its own rate.
          double within = wrong < 1 ? rate * wrong / (1 - wrong) : Double.POSITIVE_INFINITY;
          return new Pace(rate, within, later.by());
        });
  }

  /** A duration with its sign, in seconds: {@code +30.000 s}. */
  static String signed(Duration duration) {
    return String.format(Locale.ROOT, "%+.3f s", duration.toNanos() / 1e9);
  }
}
