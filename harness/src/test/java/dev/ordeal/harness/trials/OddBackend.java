package dev.ordeal.harness.trials;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Site;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A backend that counts what it opens and closes, and that can lack a capability or fail. */
public final class OddBackend implements Backend {
  private final Backend inner;
  private final Set<Class<?>> lacking;
  private final boolean closes;
  private int opened;
  private int closed;

  private OddBackend(Backend inner, Set<Class<?>> lacking, boolean closes) {
    this.inner = inner;
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
  public String name() {
    return inner.name();
  }

  @Override
  public String describe() {
    return inner.describe();
  }

  @Override
  public Cluster open(Site site) {
    opened++;
    return new Odd(inner.open(site));
  }

  private final class Odd implements Cluster {
    private final Cluster cluster;

    Odd(Cluster cluster) {
      this.cluster = cluster;
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
      return lacking.contains(kind) ? Optional.empty() : cluster.capability(kind);
    }

    @Override
    public void close() {
      closed++;
      cluster.close();
      if (!closes) {
        throw new IllegalStateException("node n2 will not die");
      }
    }
  }
}
