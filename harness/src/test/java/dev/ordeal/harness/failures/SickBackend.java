package dev.ordeal.harness.failures;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Deaths;
import dev.ordeal.harness.cluster.ForwardingBackend;
import dev.ordeal.harness.cluster.ForwardingCluster;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.VirtualTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A backend that does something first as it opens, and something last as it closes. */
final class SickBackend extends ForwardingBackend {
  private final Runnable open;
  private final Runnable close;
  private final Map<Class<?>, Object> other;

  SickBackend(Backend inner, Runnable open, Runnable close) {
    this(inner, open, close, Map.of());
  }

  private SickBackend(Backend inner, Runnable open, Runnable close, Map<Class<?>, Object> other) {
    super(inner);
    this.open = open;
    this.close = close;
    this.other = other;
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
  public Cluster open(Site site) {
    open.run();
    return super.open(site);
  }

  @Override
  protected Cluster stand(Cluster opened) {
    return new ForwardingCluster(opened) {
      @Override
      public <C> Optional<C> capability(Class<C> kind) {
        var stands = other.get(kind);
        return stands == null ? super.capability(kind) : Optional.of(kind.cast(stands));
      }

      @Override
      public void close() {
        super.close();
        close.run();
      }
    };
  }
}
