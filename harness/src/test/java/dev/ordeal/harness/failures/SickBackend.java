package dev.ordeal.harness.failures;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Deaths;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.VirtualTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A backend that does something first as it opens, and something last as it closes. */
record SickBackend(Backend inner, Runnable open, Runnable close, Map<Class<?>, Object> other)
    implements Backend {

  SickBackend(Backend inner, Runnable open, Runnable close) {
    this(inner, open, close, Map.of());
  }

  /** Its clock has events at all times, and never moves. */
  static SickBackend withoutTime(Backend inner) {
    var still =
        new VirtualTime() {
          @Override
          public long now() {
            return 0;
          }

          @Override
          public boolean runNext(long limit) {
            return true;
          }

          @Override
          public void at(long time, Runnable task) {}
        };
    return new SickBackend(inner, () -> {}, () -> {}, Map.of(VirtualTime.class, still));
  }

  /** A part of its clusters that is not the system has ended, nobody knows why. */
  static SickBackend withoutLinks(Backend inner, String told) {
    var deaths =
        new Deaths() {
          @Override
          public List<String> unasked() {
            return List.of();
          }

          @Override
          public Optional<String> broken() {
            return Optional.of(told);
          }
        };
    return new SickBackend(inner, () -> {}, () -> {}, Map.of(Deaths.class, deaths));
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
    open.run();
    return new Sick(inner.open(site));
  }

  private final class Sick implements Cluster {
    private final Cluster cluster;

    Sick(Cluster cluster) {
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
      var stands = other.get(kind);
      return stands == null ? cluster.capability(kind) : Optional.of(kind.cast(stands));
    }

    @Override
    public void close() {
      cluster.close();
      close.run();
    }
  }
}
