package dev.ordeal.harness.trials;

import dev.ordeal.harness.cluster.simulated.SimulatedHost;
import dev.ordeal.harness.cluster.simulated.SimulatedNode;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses everybody for a while after each start but the first. */
public final class StallingNode implements SimulatedNode {
  private final Duration stall;
  private @Nullable SimulatedHost host;
  private boolean serves;

  private StallingNode(Duration stall) {
    this.stall = stall;
  }

  /** Nodes that stall for this long when they are started again. */
  public static Factory stalling(Duration stall) {
    return name -> new StallingNode(stall);
  }

  @Override
  public void start(SimulatedHost newHost) {
    host = newHost;
    serves = newHost.disk().read("started").isEmpty();
    if (serves) {
      newHost.disk().write("started", Map.of("once", true));
      newHost.disk().sync(() -> {});
    } else {
      var unused = newHost.after(stall, () -> serves = true);
    }
  }

  @Override
  public void receive(String src, Map<String, @Nullable Object> body) {
    Object id = body.getOrDefault("msg_id", 0L);
    Map<String, @Nullable Object> answer =
        serves
            ? Map.of("type", body.get("type") + "_ok", "in_reply_to", id)
            : Map.of("type", "error", "code", 11L, "text", "warming up", "in_reply_to", id);
    java.util.Objects.requireNonNull(host).send(src, answer);
  }
}
