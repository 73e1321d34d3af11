package dev.ordeal.nemesis;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.ForwardingCluster;
import java.util.Map;
import java.util.Optional;

/** A cluster some of whose capabilities are replaced by others, or by none. */
final class Lacking extends ForwardingCluster {
  private final Map<Class<?>, Optional<?>> replaced;

  Lacking(Cluster cluster, Map<Class<?>, Optional<?>> replaced) {
    super(cluster);
    this.replaced = replaced;
  }

  static Cluster of(Cluster cluster, Class<?> capability) {
    return new Lacking(cluster, Map.of(capability, Optional.empty()));
  }

  @Override
  public <C> Optional<C> capability(Class<C> kind) {
    var other = replaced.get(kind);
    return other == null ? super.capability(kind) : other.map(kind::cast);
  }
}
