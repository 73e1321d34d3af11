package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Pressure;
import dev.ordeal.harness.internal.ProcessLimits;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Starves child processes: of processor time by a duty cycle, of the rest by their limits. */
final class ProcessPressure implements Pressure {
  private final Function<Node, NodeProcess> processes;

  ProcessPressure(Function<Node, NodeProcess> processes) {
    this.processes = processes;
  }

  @Override
  public Optional<String> obstacle(Resource resource, Node node) {
    return resource == Resource.CPU ? Signals.obstacle() : ProcessLimits.obstacle();
  }

  @Override
  public Pressed press(Node node, Resource resource, double left) {
    var process = processes.apply(node);
    if (resource == Resource.CPU) {
      return process.starve(node.name(), left);
    }
    return ProcessLimits.leave(pids(node, process), resource, (long) left)::run;
  }

  private static List<Long> pids(Node node, NodeProcess process) {
    var pids = process.pids();
    if (pids.isEmpty()) {
      throw new IllegalStateException(node.name() + " does not run; start it first");
    }
    return pids;
  }

  @Override
  public Optional<Reading> read(Node node, Resource resource) {
    return resource == Resource.CPU
        ? Optional.empty()
        : ProcessLimits.read(processes.apply(node).pids(), resource);
  }
}
