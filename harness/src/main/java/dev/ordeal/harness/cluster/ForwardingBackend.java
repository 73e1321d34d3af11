package dev.ordeal.harness.cluster;

/** A backend that opens the clusters of another one, and puts something in front of them. */
public abstract class ForwardingBackend implements Backend {
  private final Backend inner;

  /** In front of that backend. */
  protected ForwardingBackend(Backend inner) {
    this.inner = inner;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public String describe() {
    return inner.describe();
  }

  /** What stands for a cluster that was opened, such as a {@link ForwardingCluster}. */
  protected abstract Cluster stand(Cluster opened);

  @Override
  public Cluster open(Site site) {
    return stand(inner.open(site));
  }
}
