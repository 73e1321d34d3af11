package dev.ordeal.harness.cluster;

import java.util.List;
import java.util.Optional;

/** A cluster in front of another one: as that one is, but for what a subclass changes. */
public class ForwardingCluster implements Cluster {
  private final Cluster inner;

  /** In front of that cluster. */
  public ForwardingCluster(Cluster inner) {
    this.inner = inner;
  }

  @Override
  public String backend() {
    return inner.backend();
  }

  @Override
  public List<Node> nodes() {
    return inner.nodes();
  }

  @Override
  public <C> Optional<C> capability(Class<C> kind) {
    return inner.capability(kind);
  }

  @Override
  public void close() {
    inner.close();
  }
}
