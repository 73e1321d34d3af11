package dev.ordeal.harness.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A backend whose clusters can tell and change who takes part; see {@link Backend#membership}. */
record MembershipBackend(
    Backend backend, Function<? super List<Node>, ? extends Membership> membership)
    implements Backend {

  @Override
  public String name() {
    return backend.name();
  }

  @Override
  public String describe() {
    return backend.describe();
  }

  @Override
  public Cluster open(Site site) {
    var cluster = backend.open(site);
    try {
      return new Members(cluster, membership.apply(cluster.nodes()));
    } catch (RuntimeException failure) {
      cluster.close();
      throw new SetupFailure("the membership of the cluster: " + failure.getMessage(), failure);
    }
  }

  private record Members(Cluster cluster, Membership membership) implements Cluster {
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
      return kind == Membership.class
          ? Optional.of(kind.cast(membership))
          : cluster.capability(kind);
    }

    @Override
    public void close() {
      cluster.close();
    }
  }
}
