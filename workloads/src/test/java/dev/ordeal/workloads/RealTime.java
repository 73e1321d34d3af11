package dev.ordeal.workloads;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.ForwardingBackend;
import dev.ordeal.harness.cluster.ForwardingCluster;
import dev.ordeal.harness.cluster.VirtualTime;
import java.util.Optional;

/** A backend whose clusters hide that their time is virtual: clients run on threads, and block. */
final class RealTime extends ForwardingBackend {

  RealTime(Backend inner) {
    super(inner);
  }

  @Override
  protected Cluster stand(Cluster opened) {
    return new ForwardingCluster(opened) {
      @Override
      public <C> Optional<C> capability(Class<C> kind) {
        return kind == VirtualTime.class ? Optional.empty() : super.capability(kind);
      }
    };
  }
}
