package dev.ordeal.nemesis;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster some of whose capabilities are replaced by others, or by none. */
record Lacking(Cluster cluster, Map<Class<?>, Optional<?>> replaced) implements Cluster {

  static Cluster of(Cluster cluster, Class<?> capability) {
    return new Lacking(cluster, Map.of(capability, Optional.empty()));
  }

  @Override
  public String backend() {
    return cluster.backend();
  }

  @Override
  public List<Node> nodes() {
    return cluster.nodes();
  }

  @Override
  public <C> Optional<C> capability(Class<C> kind) {
    var other = replaced.get(kind);
    return other == null ? cluster.capability(kind) : other.map(kind::cast);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
