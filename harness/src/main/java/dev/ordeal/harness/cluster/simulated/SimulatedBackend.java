package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Site;
import java.time.Duration;

/**
 * Nodes as objects in one thread and virtual time: the same seed gives the same run.
 *
 * <p>Immutable; each option answers a changed copy. Unless told otherwise, a message between nodes
 * takes 200 µs and an exponential tail of 300 µs, one between a client and a node 100 µs and a tail
 * of 100 µs, a sync 500 µs, and no message is lost, doubled or overtaken.
 */
public final class SimulatedBackend implements Backend {
  private final int nodes;
  private final SimulatedNode.Factory factory;
  private final NetworkOptions network;
  private final LatencyDistribution clientLatency;
  private final Duration syncTime;

  private SimulatedBackend(
      int nodes,
      SimulatedNode.Factory factory,
      NetworkOptions network,
      LatencyDistribution clientLatency,
      Duration syncTime) {
    this.nodes = nodes;
    this.factory = factory;
    this.network = network;
    this.clientLatency = clientLatency;
    this.syncTime = syncTime;
  }

  /** That many nodes, {@code n1} and so on, each running what the factory makes. */
  public static SimulatedBackend of(int nodes, SimulatedNode.Factory factory) {
    if (nodes < 1) {
      throw new IllegalArgumentException("a cluster of " + nodes + " nodes: give at least 1");
    }
    return new SimulatedBackend(
        nodes,
        factory,
        new NetworkOptions(LatencyDistribution.exponential(micros(200), micros(300)), 0, 0, 0),
        LatencyDistribution.exponential(micros(100), micros(100)),
        micros(500));
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1_000);
  }

  /** How long a message takes from node to node. */
  public SimulatedBackend latency(LatencyDistribution latency) {
    return network(
        new NetworkOptions(latency, network.reordering(), network.loss(), network.duplication()));
  }

  /**
   * How likely a message between nodes leaves the line: it takes a second latency on top, and those
   * sent after it may overtake it.
   */
  public SimulatedBackend reordering(double probability) {
    return network(
        new NetworkOptions(network.latency(), probability, network.loss(), network.duplication()));
  }

  /** How likely a message between nodes is lost. */
  public SimulatedBackend loss(double probability) {
    return network(
        new NetworkOptions(
            network.latency(), network.reordering(), probability, network.duplication()));
  }

  /** How likely a message between nodes arrives twice. */
  public SimulatedBackend duplication(double probability) {
    return network(
        new NetworkOptions(network.latency(), network.reordering(), network.loss(), probability));
  }

  /** How long a message takes between a client and a node, each way. */
  public SimulatedBackend clientLatency(LatencyDistribution latency) {
    return new SimulatedBackend(nodes, factory, network, latency, syncTime);
  }

  /** How long a disk takes to make what was written durable. */
  public SimulatedBackend syncTime(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a sync takes " + time + ": give 0 or more");
    }
    return new SimulatedBackend(nodes, factory, network, clientLatency, time);
  }

  private SimulatedBackend network(NetworkOptions changed) {
    return new SimulatedBackend(nodes, factory, changed, clientLatency, syncTime);
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public String describe() {
    return "%d simulated nodes; %s; client latency %s; sync time %s"
        .formatted(nodes, network, clientLatency, syncTime);
  }

  @Override
  public Cluster open(Site site) {
    var cluster = new SimulatedCluster(this, site);
    cluster.start();
    return cluster;
  }

  int nodes() {
    return nodes;
  }

  SimulatedNode.Factory factory() {
    return factory;
  }

  NetworkOptions network() {
    return network;
  }

  LatencyDistribution clientLatency() {
    return clientLatency;
  }

  long syncNanos() {
    return syncTime.toNanos();
  }
}
