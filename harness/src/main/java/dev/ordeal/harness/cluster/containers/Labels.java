package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.internal.reaper.Ownership;
import java.util.Map;

/** The labels on every container, network and image of ours. */
final class Labels {
  /** On containers and networks: the cluster they belong to. */
  static final String CLUSTER = "dev.ordeal.cluster";

  /** On containers and networks: the JVM that started them, see {@link Ownership}. */
  static final String OWNER = "dev.ordeal.owner";

  /** On containers: the node, or {@code links} for the proxies. */
  static final String NODE = "dev.ordeal.node";

  /** On images: {@code runtime} or {@code program}. */
  static final String IMAGE = "dev.ordeal.image";

  private Labels() {}

  static Map<String, String> ofCluster(String cluster) {
    return Map.of(CLUSTER, cluster, OWNER, Ownership.ofThisJvm().toString());
  }
}
