package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Pressure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starves simulated nodes of processor time: their programs, which else take no time, handle one
 * event after the other, as if each took a millisecond on a processor of their own.
 */
final class SimulatedPressure implements Pressure {
  private static final double EVENT_NANOS = Duration.ofMillis(1).toNanos();

  private final SimulatedCluster cluster;
  private final List<Weight> weights = new ArrayList<>();

  private record Weight(Member member, long eventNanos) {}

  SimulatedPressure(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Optional<String> obstacle(Resource resource, Node node) {
    return resource == Resource.CPU
        ? Optional.empty()
        : Optional.of("its nodes are objects and share this process's " + resource.words());
  }

  /** The heaviest of several counts. */
  @Override
  public Pressed press(Node node, Resource resource, double left) {
    obstacle(resource, node)
        .ifPresent(
            why -> {
              throw new IllegalStateException(node.name() + " cannot be starved: " + why);
            });
    var member = cluster.member(node);
    var weight = new Weight(member, (long) (EVENT_NANOS / left));
    weights.add(weight);
    weigh(member);
    return () -> {
      if (weights.removeIf(one -> one == weight)) {
        weigh(member);
      }
    };
  }

  private void weigh(Member member) {
    member.takePerEvent(
        weights.stream()
            .filter(weight -> weight.member == member)
            .mapToLong(weight -> weight.eventNanos)
            .max()
            .orElse(0));
  }

  @Override
  public Optional<Reading> read(Node node, Resource resource) {
    return Optional.empty();
  }
}
