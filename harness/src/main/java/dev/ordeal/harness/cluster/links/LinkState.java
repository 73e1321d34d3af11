package dev.ordeal.harness.cluster.links;

import static eu.rekawek.toxiproxy.model.ToxicDirection.DOWNSTREAM;
import static eu.rekawek.toxiproxy.model.ToxicDirection.UPSTREAM;

import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Network.Disturbance;
import dev.ordeal.harness.cluster.Network.Disturbance.Narrowed;
import dev.ordeal.harness.cluster.Network.Disturbance.Resetting;
import dev.ordeal.harness.cluster.Network.Disturbance.Severed;
import dev.ordeal.harness.cluster.Network.Disturbance.Slowed;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is done to one proxy.
 *
 * @param refused whether its connections drop and new ones are refused
 * @param up what is done to the bytes towards its upstream
 * @param down what is done to the bytes coming back from its upstream
 */
record LinkState(boolean refused, Flow up, Flow down) {

  private static final long BYTES_PER_KILOBYTE = 1_000;

  static final LinkState UNTOUCHED = new LinkState(false, Flow.FREE, Flow.FREE);

  /**
   * What is done to the bytes of one direction.
   *
   * @param isCut whether they vanish
   * @param isReset whether their connection is reset
   * @param latencyMillis how late they come
   * @param jitterMillis by how much more or less
   * @param bytesPerSecond how many get through, at most
   */
  record Flow(
      boolean isCut, boolean isReset, long latencyMillis, long jitterMillis, long bytesPerSecond) {
    static final Flow FREE = new Flow(false, false, 0, 0, Long.MAX_VALUE);

    private Flow with(Disturbance more) {
      if (more instanceof Slowed slowed) {
        long latency = latencyMillis + slowed.latency().toMillis();
        long jitter = jitterMillis + slowed.jitter().toMillis();
        return new Flow(isCut, isReset, latency, jitter, bytesPerSecond);
      } else if (more instanceof Narrowed narrowed) {
        long narrowest = Math.min(bytesPerSecond, narrowed.bytesPerSecond());
        return new Flow(isCut, isReset, latencyMillis, jitterMillis, narrowest);
      } else if (more instanceof Resetting) {
        return new Flow(isCut, true, latencyMillis, jitterMillis, bytesPerSecond);
      }
      return new Flow(true, isReset, latencyMillis, jitterMillis, bytesPerSecond);
    }

    /** A width in whole kilobytes is all that Toxiproxy knows; less would let nothing by. */
    private List<LinkToxic> toxics(ToxicDirection direction) {
      var toxics = new ArrayList<LinkToxic>();
      if (isCut) {
        toxics.add(LinkToxic.of("timeout", direction, "timeout", 0));
      }
      if (isReset) {
        toxics.add(LinkToxic.of("reset_peer", direction, "timeout", 0));
      }
      if (bytesPerSecond < Long.MAX_VALUE) {
        long kilobytes = Math.max(1, bytesPerSecond / BYTES_PER_KILOBYTE);
        toxics.add(LinkToxic.of("bandwidth", direction, "rate", kilobytes));
      }
      if (latencyMillis > 0 || jitterMillis > 0) {
        var times = Map.of("latency", latencyMillis, "jitter", jitterMillis);
        toxics.add(new LinkToxic("latency", direction, times));
      }
      return toxics;
    }
  }

  /** The toxics that make it so; none on a refused link, which has no connection for them. */
  List<LinkToxic> toxics() {
    return refused
        ? List.of()
        : Stream.of(up.toxics(UPSTREAM), down.toxics(DOWNSTREAM)).flatMap(List::stream).toList();
  }

  /** This, and what the link says on its own connections disturbed. */
  LinkState upstream(Disturbance more) {
    return more instanceof Severed cut && cut.style() == Cut.REFUSE
        ? new LinkState(true, up, down)
        : new LinkState(refused, up.with(more), down);
  }

  /** This, and what comes back on its connections disturbed: TCP cannot refuse one direction. */
  LinkState downstream(Disturbance more) {
    return new LinkState(refused, up, down.with(more));
  }

  LinkState refuse() {
    return new LinkState(true, up, down);
  }
}
