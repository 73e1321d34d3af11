package dev.ordeal.workloads;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.VirtualTime;
import java.util.List;
import java.util.Optional;

/** A backend whose clusters hide that their time is virtual: clients run on threads, and block. */
record RealTime(Backend inner) implements Backend {

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public String describe() {
    return inner.describe();
  }

  @Override
  public Cluster open(Site site) {
    return new Timeless(inner.open(site));
  }

  private record Timeless(Cluster cluster) implements Cluster {
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
      return kind == VirtualTime.class ? Optional.empty() : cluster.capability(kind);
    }

    @Override
    public void close() {
      cluster.close();
    }
  }
}
