package dev.ordeal.harness.trials;

import dev.ordeal.harness.cluster.simulated.SimulatedHost;
import dev.ordeal.harness.cluster.simulated.SimulatedNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A register: {@code read} and {@code write {value}}. A sound one lives on node n1, which the
 * others ask; a broken one lives on every node, and no two of them talk.
 */
public final class RegisterNode implements SimulatedNode {
  private static final String HOME = "n1";

  private final boolean sound;
  private final Map<String, @Nullable Object> register = new LinkedHashMap<>();
  private @Nullable SimulatedHost host;

  private RegisterNode(boolean sound) {
    this.sound = sound;
  }

  /** Makes nodes of one register for all. */
  public static Factory sound() {
    return name -> new RegisterNode(true);
  }

  /** Makes nodes that keep a register each. */
  public static Factory broken() {
    return name -> new RegisterNode(false);
  }

  @Override
  public void start(SimulatedHost newHost) {
    host = newHost;
    newHost.disk().read("register").ifPresent(register::putAll);
  }

  @Override
  public boolean leads() {
    return host().name().equals(HOME);
  }

  @Override
  public void receive(String src, Map<String, @Nullable Object> body) {
    switch (String.valueOf(body.get("type"))) {
      case "forwarded" -> serve(map(body.get("request")), answer -> pass(src, body, answer));
      case "answered" -> host().send(String.valueOf(body.get("client")), map(body.get("answer")));
      default -> {
        if (leads() || !sound) {
          serve(body, answer -> host().send(src, answer));
        } else {
          host().send(HOME, Map.of("type", "forwarded", "client", src, "request", body));
        }
      }
    }
  }

  private void pass(String via, Map<String, ?> forwarded, Map<String, @Nullable Object> answer) {
    var client = String.valueOf(forwarded.get("client"));
    host().send(via, Map.of("type", "answered", "client", client, "answer", answer));
  }

  private void serve(
      Map<String, @Nullable Object> request, Consumer<Map<String, @Nullable Object>> reply) {
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("type", request.get("type") + "_ok");
    answer.put("in_reply_to", request.get("msg_id"));
    if ("read".equals(request.get("type"))) {
      answer.putAll(register);
      reply.accept(answer);
      return;
    }
    var written = Map.<String, @Nullable Object>of("value", request.get("value"));
    host().disk().write("register", written);
    host()
        .disk()
        .sync(
            () -> {
              register.putAll(written);
              reply.accept(answer);
            });
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> map(@Nullable Object value) {
    return (Map<String, @Nullable Object>) value;
  }

  private SimulatedHost host() {
    return java.util.Objects.requireNonNull(host, "not started");
  }
}
