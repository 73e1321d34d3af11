package dev.ordeal.systems.redis;

import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.NodePlace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * What a sentinel does, as little as needed: who does not answer as the primary is replaced by the
 * other node, and who comes back is the replica.
 */
final class Failover {
  private static final int TIMEOUT_MS = 1_000;

  private final Map<String, NodePlace> places = new ConcurrentHashMap<>();
  private final Map<String, Node> nodes = new ConcurrentHashMap<>();
  private volatile String primary = "n1";

  /** A node is started at this place. */
  void place(NodePlace place) {
    places.put(place.name(), place);
  }

  /** Tells a node that has started which role it has; whether it took it. */
  synchronized boolean enrol(Node node) {
    nodes.put(node.name(), node);
    try (var redis = connect(node)) {
      if (node.name().equals(primary)) {
        return redis.replicaofNoOne().equals("OK");
      }
      var master = places.get(node.name()).peers().get(primary);
      return redis.replicaof(master.host(), master.port()).startsWith("OK");
    }
  }

  /** Who is the primary now. */
  Optional<Node> primary(List<Node> all) {
    return all.stream().filter(node -> node.name().equals(primary)).findFirst();
  }

  /** Asks the primary; if it cannot be reached, the next question goes to another one. */
  <T> T ask(Function<Jedis, T> question) {
    String asked = primary;
    try (var redis = connect(nodes.get(asked))) {
      return question.apply(redis);
    } catch (JedisConnectionException unreachable) {
      promoteInsteadOf(asked);
      throw unreachable;
    }
  }

  private synchronized void promoteInsteadOf(String gone) {
    for (Node node : nodes.values()) {
      if (primary.equals(gone) && !node.name().equals(gone)) {
        try (var redis = connect(node)) {
          redis.replicaofNoOne();
          primary = node.name();
        }
      }
    }
  }

  private static Jedis connect(Node node) {
    return new Jedis(node.address().getHostString(), node.address().getPort(), TIMEOUT_MS);
  }
}
