package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.DiskEvidence;
import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The faults that end nodes and, most of them, start them again by themselves. What they go on with
 * is a {@link Campaign}, so that an injection takes no longer than its first blow; healing ends the
 * campaign and starts whoever is still down.
 */
enum Restarts implements Mechanism {
  /** Killed, and started again at once. */
  BOUNCE {
    @Override
    Bite strike(Strike strike) {
      strike.processes().killTogether(strike.nodes());
      var bite = strike.look().gone(strike.nodes());
      for (Node node : strike.nodes()) {
        strike.go(
            node,
            Duration.ZERO,
            () -> {
              strike.processes().start(node);
              return Optional.empty();
            });
      }
      return bite;
    }
  },
  /** Killed, started, and killed again as soon as it is up, and so on. */
  CRASH_LOOP {
    @Override
    Bite strike(Strike strike) {
      strike.processes().killTogether(strike.nodes());
      var bite = strike.look().gone(strike.nodes());
      for (Node node : strike.nodes()) {
        var loop = new CrashLoop(node, strike.processes());
        strike.back().note("crashes", () -> node.name() + ": " + loop.crashes());
        strike.go(node, MOMENT, loop);
      }
      return bite;
    }
  },
  /** Ended in order and started again, one after the other, each when the one before answers. */
  ROLLING_RESTART {
    @Override
    Bite strike(Strike strike) {
      var round = new Round(strike);
      var complaint = round.stopNext();
      var bite = strike.look().gone(strike.nodes().get(0));
      strike.back().note("restarted", round::restarted);
      strike.go(strike.nodes().get(0), MOMENT, round);
      return complaint.map(why -> new Bite(false, why)).orElse(bite);
    }
  },
  /** Killed together, without what they had not synced where the disks can lose it. */
  POWER_LOSS {
    @Override
    Bite strike(Strike strike) {
      var disks = strike.cluster().capability(Disks.class);
      if (disks.isEmpty()) {
        strike.processes().killTogether(strike.nodes());
        return strike.look().gone(strike.nodes());
      }
      var look = DiskLook.from(disks.get(), strike.nodes());
      disks.get().losePowerTogether(strike.nodes());
      return Bite.all(List.of(strike.look().gone(strike.nodes()), look.lostPower()));
    }
  },
  /** The same in the middle of a write, of which a part is kept. */
  TORN_WRITE {
    @Override
    public void requireSupport(Aim aim, Cluster cluster) {
      super.requireSupport(aim, cluster);
      Need.disks(cluster, "tear writes");
    }

    @Override
    Bite strike(Strike strike) {
      var disks = Need.disks(strike.cluster(), "tear writes");
      var look = DiskLook.from(disks, strike.nodes());
      disks.tearTogether(strike.nodes(), strike.aim().random().nextLong());
      return Bite.all(
          List.of(
              strike.look().gone(strike.nodes()),
              look.lostPower(),
              look.met(DiskEvidence::writesTorn, "tore writes")));
    }
  };

  /** How long a node that ended stays down at least, or one that is up stays up. */
  private static final Duration MOMENT = Duration.ofMillis(20);

  abstract Bite strike(Strike strike);

  private String verb() {
    return this == ROLLING_RESTART ? "restart" : "kill";
  }

  @Override
  public void requireSupport(Aim aim, Cluster cluster) {
    Need.of(cluster, Processes.class, verb() + " nodes");
  }

  @Override
  public Effect inject(Aim aim, Cluster cluster, Undo back) {
    var chosen = ChosenNodes.of(aim, cluster, verb());
    if (chosen.isEmpty()) {
      return Effect.nobody(verb(), aim);
    }
    chosen.nodes().forEach(node -> back.add(() -> chosen.processes().start(node)));
    return new Effect(chosen.done(), strike(new Strike(this, aim, chosen, cluster, back)));
  }

  /** One injection. */
  record Strike(Restarts kind, Aim aim, ChosenNodes chosen, Cluster cluster, Undo back) {
    List<Node> nodes() {
      return chosen.nodes();
    }

    Processes processes() {
      return chosen.processes();
    }

    NodeLook look() {
      return chosen.look();
    }

    void go(Node node, Duration first, Campaign.Step step) {
      var name = kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + node.name();
      var campaign = new Campaign(cluster, name, step);
      back.add(campaign::stop);
      back.note("gave up", () -> campaign.givenUp().orElse(""));
      campaign.begin(first);
    }
  }

  /** One node that crashes again and again; whose last start may have been cut short. */
  private static final class CrashLoop implements Campaign.Step {
    private final Node node;
    private final Processes processes;
    private int crashes = 1;

    CrashLoop(Node node, Processes processes) {
      this.node = node;
      this.processes = processes;
    }

    @Override
    public synchronized Optional<Duration> take() {
      if (processes.alive(node)) {
        processes.kill(node);
        crashes++;
      } else {
        processes.start(node);
      }
      return Optional.of(MOMENT);
    }

    synchronized int crashes() {
      return crashes;
    }
  }

  /** One round through the nodes. */
  private static final class Round implements Campaign.Step {
    private static final Duration ASK_AGAIN = Duration.ofMillis(50);

    private final Strike strike;
    private final List<String> restarted = new ArrayList<>();
    private boolean isDown;

    Round(Strike strike) {
      this.strike = strike;
    }

    private Node node() {
      return strike.nodes().get(restarted.size());
    }

    Optional<String> stopNext() {
      isDown = true;
      return NodeMechanism.stop(strike.processes(), node());
    }

    @Override
    public synchronized Optional<Duration> take() {
      if (isDown) {
        strike.processes().start(node());
        isDown = false;
        return Optional.of(MOMENT);
      }
      if (!strike.look().answers(node())) {
        return Optional.of(ASK_AGAIN);
      }
      restarted.add(node().name());
      if (restarted.size() == strike.nodes().size()) {
        return Optional.empty();
      }
      stopNext();
      return Optional.of(MOMENT);
    }

    synchronized String restarted() {
      return String.join(",", restarted);
    }
  }
}
