package dev.ordeal.harness.trials;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.ForwardingBackend;
import dev.ordeal.harness.cluster.ForwardingCluster;
import dev.ordeal.harness.cluster.Site;
import java.util.Optional;
import java.util.Set;

/** A backend that counts what it opens and closes, and that can lack a capability or fail. */
public final class OddBackend extends ForwardingBackend {
  private final Set<Class<?>> lacking;
  private final boolean closes;
  private int opened;
  private int closed;

  private OddBackend(Backend inner, Set<Class<?>> lacking, boolean closes) {
    super(inner);
    this.lacking = lacking;
    this.closes = closes;
  }

  /** It only counts. */
  public static OddBackend counting(Backend inner) {
    return new OddBackend(inner, Set.of(), true);
  }

  /** Its clusters lack a capability. */
  public static OddBackend without(Class<?> capability, Backend inner) {
    return new OddBackend(inner, Set.of(capability), true);
  }

  /** Closing its clusters fails, once all is closed. */
  public static OddBackend thatCannotClose(Backend inner) {
    return new OddBackend(inner, Set.of(), false);
  }

  /** How many clusters were opened. */
  public int opened() {
    return opened;
  }

  /** How often a cluster was closed. */
  public int closed() {
    return closed;
  }

  @Override
  public Cluster open(Site site) {
    opened++;
    return super.open(site);
  }

  @Override
  protected Cluster stand(Cluster opened) {
    return new ForwardingCluster(opened) {
      @Override
      public <C> Optional<C> capability(Class<C> kind) {
        return lacking.contains(kind) ? Optional.empty() : super.capability(kind);
      }

      @Override
      public void close() {
        closed++;
        super.close();
        if (!closes) {
          throw new IllegalStateException("node n2 will not die");
        }
      }
    };
  }
}
