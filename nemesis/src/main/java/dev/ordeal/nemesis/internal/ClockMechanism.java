package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Clocks;
import dev.ordeal.harness.cluster.Clocks.Pace;
import dev.ordeal.harness.cluster.Clocks.Reading;
import dev.ordeal.harness.cluster.Clocks.Skewed;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets the wall clocks of nodes wrong, and looks at what they then say. */
enum ClockMechanism implements Mechanism {
  /** Ahead or behind, until healed. */
  BUMP {
    @Override
    Bite hit(Node node, Aim aim, Clocks clocks, Cluster cluster, Undo undo) {
      return bump(node, SignedTime.parse(aim.text("offset")), clocks, undo);
    }
  },
  /** To and fro. */
  STROBE {
    @Override
    Bite hit(Node node, Aim aim, Clocks clocks, Cluster cluster, Undo undo) {
      var offset = SignedTime.parse(aim.text("offset"));
      var interval = TimeText.parse(aim.text("interval"));
      var strobe = new Strobe(node, offset, interval, clocks);
      var campaign = new Campaign(cluster, "strobe-clock-" + node.name(), strobe);
      undo.note("bumps", () -> node.name() + ": " + strobe.bumps());
      undo.note("gave up", () -> campaign.givenUp().orElse(""));
      undo.add(strobe::end);
      undo.add(campaign::stop);
      var before = clocks.skew(node);
      strobe.take();
      var bite = moved(node, offset, before, clocks.skew(node));
      campaign.begin(interval);
      return bite;
    }
  },
  /** Too fast or too slow, until healed. */
  SKEW {
    @Override
    Bite hit(Node node, Aim aim, Clocks clocks, Cluster cluster, Undo undo) {
      double rate = Double.parseDouble(aim.text("rate"));
      var apart = span(rate);
      var before = clocks.pace(node, apart);
      undo.add(clocks.rate(node, rate)::lift);
      return paced(node, rate, before, clocks.pace(node, apart));
    }
  };

  private static final String WHAT = "set clocks wrong";
  private static final Duration SPAN_MIN = Duration.ofMillis(200);
  private static final Duration SPAN_MAX = Duration.ofSeconds(2);

  /** What must be gained or lost in a look for it to stand out from how long the looking takes. */
  private static final double GAIN_SECONDS = 0.04;

  abstract Bite hit(Node node, Aim aim, Clocks clocks, Cluster cluster, Undo undo);

  @Override
  public void requireSupport(Aim aim, Cluster cluster) {
    Need.clocks(cluster, WHAT);
  }

  @Override
  public Effect inject(Aim aim, Cluster cluster, Undo undo) {
    var clocks = Need.clocks(cluster, WHAT);
    var chosen = ChosenNodes.of(aim, cluster, WHAT);
    if (chosen.isEmpty()) {
      return Effect.nobody(WHAT, aim);
    }
    var bites = new ArrayList<Bite>();
    chosen.nodes().forEach(node -> bites.add(hit(node, aim, clocks, cluster, undo)));
    var done = new LinkedHashMap<>(chosen.done());
    aim.rest("targets").forEach(done::put);
    return new Effect(done, Bite.all(bites));
  }

  private static Bite bump(Node node, Duration offset, Clocks clocks, Undo undo) {
    var before = clocks.skew(node);
    undo.add(clocks.bump(node, offset)::lift);
    return moved(node, offset, before, clocks.skew(node));
  }

  /** By at least half of what was asked, and no more than as much again, beyond any doubt. */
  private static Bite moved(
      Node node, Duration offset, Optional<Reading> before, Optional<Reading> after) {
    if (before.isEmpty() || after.isEmpty()) {
      return new Bite(false, node.name() + " does not say what its clock reads");
    }
    var was = before.get();
    var is = after.get();
    double missing = is.skew().minus(was.skew()).minus(offset).toNanos();
    double doubt = was.within().plus(is.within()).toNanos();
    return new Bite(
        Math.abs(missing) + doubt < Math.abs(offset.toNanos()) / 2.0,
        node.name() + "'s clock is " + is.words() + " (before: " + Clocks.signed(was.skew()) + ")");
  }

  private static Duration span(double rate) {
    var span = Duration.ofMillis((long) (1_000 * GAIN_SECONDS / Math.abs(rate - 1)));
    return span.compareTo(SPAN_MIN) < 0 ? SPAN_MIN : span.compareTo(SPAN_MAX) > 0 ? SPAN_MAX : span;
  }

  private static Bite paced(Node node, double rate, Optional<Pace> before, Optional<Pace> after) {
    if (before.isEmpty() || after.isEmpty()) {
      return new Bite(false, node.name() + " does not say what its clock reads");
    }
    var was = before.get();
    var is = after.get();
    double missing = is.rate() - was.rate() - (rate - 1);
    return new Bite(
        Math.abs(missing) + was.within() + is.within() < Math.abs(rate - 1) / 2,
        String.format(
            Locale.ROOT, "%s's clock runs %s (before: %.3f)", node.name(), is.words(), was.rate()));
  }

  /** One clock that goes to and fro. */
  private static final class Strobe implements Campaign.Step {
    private final Node node;
    private final Duration offset;
    private final Duration interval;
    private final Clocks clocks;
    private @Nullable Skewed bumped;
    private int bumps;

    Strobe(Node node, Duration offset, Duration interval, Clocks clocks) {
      this.node = node;
      this.offset = offset;
      this.interval = interval;
      this.clocks = clocks;
    }

    @Override
    public synchronized Optional<Duration> take() {
      if (bumped == null) {
        bumped = clocks.bump(node, offset);
        bumps++;
      } else {
        end();
      }
      return Optional.of(interval);
    }

    synchronized void end() {
      if (bumped != null) {
        bumped.lift();
        bumped = null;
      }
    }

    synchronized int bumps() {
      return bumps;
    }
  }
}
