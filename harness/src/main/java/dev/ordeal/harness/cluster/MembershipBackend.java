package dev.ordeal.harness.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A backend whose clusters can tell and change who takes part; see {@link Backend#membership}. */
final class MembershipBackend extends ForwardingBackend {
  private final Function<? super List<Node>, ? extends Membership> membership;

  MembershipBackend(Backend inner, Function<? super List<Node>, ? extends Membership> membership) {
    super(inner);
    this.membership = membership;
  }

  @Override
  protected Cluster stand(Cluster opened) {
    try {
      return new Members(opened, membership.apply(opened.nodes()));
    } catch (RuntimeException failure) {
      opened.close();
      throw new SetupFailure("the membership of the cluster: " + failure.getMessage(), failure);
    }
  }

  private static final class Members extends ForwardingCluster {
    private final Membership membership;

    Members(Cluster inner, Membership membership) {
      super(inner);
      this.membership = membership;
    }

    @Override
    public <C> Optional<C> capability(Class<C> kind) {
      return kind == Membership.class ? Optional.of(kind.cast(membership)) : super.capability(kind);
    }
  }
}
