package dev.ordeal.harness.cluster.containers;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Statistics;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Pressure;
import dev.ordeal.harness.internal.ProcessLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Starves containers: of processor time and memory by their control groups, as {@code docker
 * update} does, and of file descriptors by the limits of their processes, where those are seen from
 * here.
 */
final class ContainerPressure implements Pressure {
  private static final long CPU_PERIOD = 100_000;
  private static final long CPU_QUOTA_MIN = 1_000;
  private static final long NO_LIMIT = -1;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ContainerEngine engine;
  private final Function<Node, NodeContainer> containers;

  ContainerPressure(ContainerEngine engine, Function<Node, NodeContainer> containers) {
    this.engine = engine;
    this.containers = containers;
  }

  @Override
  public Optional<String> obstacle(Resource resource, Node node) {
    if (resource != Resource.FILES) {
      return Optional.empty();
    }
    return ProcessLimits.obstacle()
        .or(
            () ->
                containers.apply(node).localPids().isEmpty()
                    ? Optional.of(
                        "the processes of container "
                            + node.name()
                            + " are not seen from here: that takes an engine on this machine, and"
                            + " root")
                    : Optional.empty());
  }

  @Override
  public Pressed press(Node node, Resource resource, double left) {
    return switch (resource) {
      case CPU -> quota(node, left);
      case MEMORY -> memory(node, (long) left);
      case FILES ->
          ProcessLimits.leave(containers.apply(node).localPids(), resource, (long) left)::run;
    };
  }

  private Pressed quota(Node node, double share) {
    var container = containers.apply(node);
    long before = container.hostConfig().map(config -> config.getCpuQuota()).orElse(NO_LIMIT);
    setQuota(node, Math.max(CPU_QUOTA_MIN, (long) (share * CPU_PERIOD)));
    return () -> setQuota(node, before <= 0 ? NO_LIMIT : before);
  }

  private void setQuota(Node node, long quota) {
    var id = containers.apply(node).id();
    engine.call(
        "changing the processor quota of " + node.name(),
        () ->
            engine
                .client()
                .updateContainerCmd(id)
                .withCpuPeriod(CPU_PERIOD)
                .withCpuQuota(quota)
                .exec());
  }

  /** What it uses and the rest; an engine takes no "unlimited" back, so that is all there is. */
  private Pressed memory(Node node, long left) {
    var now = read(node, Resource.MEMORY).orElseThrow(() -> stopped(node));
    setMemory(node, now.used() + left);
    return () -> setMemory(node, now.limit());
  }

  private void setMemory(Node node, long bytes) {
    var id = containers.apply(node).id();
    engine.call(
        "changing the memory limit of " + node.name(),
        () ->
            engine.client().updateContainerCmd(id).withMemory(bytes).withMemorySwap(bytes).exec());
  }

  private static IllegalStateException stopped(Node node) {
    return new IllegalStateException(node.name() + " does not run; start it first");
  }

  @Override
  public Optional<Reading> read(Node node, Resource resource) {
    if (resource == Resource.FILES) {
      return ProcessLimits.read(containers.apply(node).localPids(), resource);
    }
    if (!containers.apply(node).running()) {
      return Optional.empty();
    }
    var stats = statistics(node);
    return resource == Resource.CPU ? cpu(stats) : memory(stats);
  }

  private static Optional<Reading> cpu(Statistics stats) {
    return Optional.ofNullable(stats.getCpuStats().getThrottlingData())
        .map(data -> new Reading(0, Long.MAX_VALUE, orZero(data.getThrottledPeriods())));
  }

  private static Optional<Reading> memory(Statistics stats) {
    var memory = stats.getMemoryStats();
    return memory == null || memory.getLimit() == null
        ? Optional.empty()
        : Optional.of(
            new Reading(orZero(memory.getUsage()), memory.getLimit(), orZero(memory.getFailcnt())));
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  /** The first frame comes at once; the engine waits a second for the one it compares with. */
  private Statistics statistics(Node node) {
    var id = containers.apply(node).id();
    return engine.call(
        "reading the statistics of " + node.name(),
        () -> {
          try (var first = new FirstFrame()) {
            engine.client().statsCmd(id).exec(first);
            return first.frame.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
          }
        });
  }

  private static final class FirstFrame extends ResultCallback.Adapter<Statistics> {
    private final CompletableFuture<Statistics> frame = new CompletableFuture<>();

    @Override
    public void onNext(Statistics statistics) {
      frame.complete(statistics);
    }

    @Override
    public void onError(Throwable failure) {
      frame.completeExceptionally(failure);
    }
  }
}
