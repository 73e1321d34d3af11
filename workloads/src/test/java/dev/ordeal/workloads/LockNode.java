package dev.ordeal.workloads;

import dev.ordeal.harness.client.RpcException;
import dev.ordeal.harness.cluster.simulated.SimulatedHost;
import dev.ordeal.harness.cluster.simulated.SimulatedNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node that serves a lock to clients that take time to reach it. */
final class LockNode implements SimulatedNode {
  private final MemoryLock lock;
  private @Nullable SimulatedHost host;

  LockNode(MemoryLock lock) {
    this.lock = lock;
  }

  @Override
  public void start(SimulatedHost newHost) {
    host = newHost;
  }

  @Override
  public void receive(String src, Map<String, @Nullable Object> body) {
    var answer = new LinkedHashMap<String, @Nullable Object>();
    var f = String.valueOf(body.get("type"));
    try {
      answer.putAll(lock.serve(f, String.valueOf(body.get("owner")), body));
      answer.put("type", f + "_ok");
    } catch (RpcException refusal) {
      answer.put("type", "error");
      answer.put("code", (long) refusal.code());
      answer.put("text", refusal.getMessage());
    }
    answer.put("in_reply_to", body.get("msg_id"));
    java.util.Objects.requireNonNull(host).send(src, answer);
  }
}
