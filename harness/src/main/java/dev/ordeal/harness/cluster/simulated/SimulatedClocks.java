package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Clocks;
import dev.ordeal.harness.cluster.Node;
import java.time.Duration;
import java.util.Optional;

/** Skews the wall clocks of simulated nodes; they are read where their programs read them. */
final class SimulatedClocks implements Clocks {
  private static final String READER = "its program's clock port";

  private final SimulatedCluster cluster;

  SimulatedClocks(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Skewed bump(Node node, Duration offset) {
    return cluster.member(node).wallClock().skews().bump(offset);
  }

  @Override
  public Skewed rate(Node node, double rate) {
    return cluster.member(node).wallClock().skews().rate(rate, cluster.now());
  }

  @Override
  public void heal(Node node) {
    cluster.member(node).wallClock().skews().clear();
  }

  @Override
  public Optional<Reading> skew(Node node) {
    var life = cluster.member(node).life();
    return Optional.ofNullable(life)
        .map(
            alive -> {
              var ours = WallClock.trueTime(cluster.now());
              var skew = Duration.between(ours, alive.wallClock());
              return new Reading(ours, skew, Duration.ZERO, READER);
            });
  }

  /** As it will be seen to run if nothing changes, for a probe must not let time pass. */
  @Override
  public Optional<Pace> pace(Node node, Duration apart) {
    var member = cluster.member(node);
    return Optional.ofNullable(member.life())
        .map(
            alive -> {
              var later = member.wallClock().at(cluster.now() + apart.toNanos());
              double passed = Duration.between(alive.wallClock(), later).toNanos();
              return new Pace(passed / apart.toNanos(), 0, READER);
            });
  }
}
