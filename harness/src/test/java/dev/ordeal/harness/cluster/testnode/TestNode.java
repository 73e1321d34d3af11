package dev.ordeal.harness.cluster.testnode;

import dev.ordeal.harness.client.ErrorCodes;
import dev.ordeal.harness.cluster.simulated.SimulatedHost;
import dev.ordeal.harness.cluster.simulated.SimulatedNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Echo and gossip: the program that the conformance suite knows. {@code ping}, {@code put} (synced
 * before the answer), {@code write} (not synced), {@code get}, {@code tell} (passes a text on to a
 * peer), {@code heard} (what peers told since the start).
 */
public final class TestNode implements SimulatedNode {
  private final List<String> heard = new ArrayList<>();
  private @Nullable SimulatedHost host;

  @Override
  public void start(SimulatedHost host) {
    this.host = host;
    host.log("serving");
  }

  @Override
  public void receive(String src, Map<String, @Nullable Object> body) {
    switch (String.valueOf(body.get("type"))) {
      case "ping" -> answer(src, body, Map.of("type", "ping_ok"));
      case "put" -> put(src, body);
      case "write" -> write(src, body);
      case "get" -> get(src, body);
      case "tell" -> tell(src, body);
      case "told" -> heard.add(String.valueOf(body.get("text")));
      case "heard" -> answer(src, body, Map.of("type", "heard_ok", "texts", List.copyOf(heard)));
      case "wall" ->
          answer(src, body, Map.of("type", "wall_ok", "millis", host().wallClock().toEpochMilli()));
      case "probe" ->
          answer(src, body, Map.of("type", "probe_ok", "clock", host().wallClock().toEpochMilli()));
      case "crash" -> throw new IllegalStateException("told to crash");
      default -> error(src, body, ErrorCodes.NOT_SUPPORTED, "no such request");
    }
  }

  private void write(String src, Map<String, @Nullable Object> body) {
    record(body);
    answer(src, body, Map.of("type", "write_ok"));
  }

  private void record(Map<String, @Nullable Object> body) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("value", body.get("value"));
    host().disk().write(String.valueOf(body.get("key")), record);
  }

  private void put(String src, Map<String, @Nullable Object> body) {
    record(body);
    host().disk().sync(() -> answer(src, body, Map.of("type", "put_ok")));
  }

  private void get(String src, Map<String, @Nullable Object> body) {
    var record = host().disk().read(String.valueOf(body.get("key")));
    if (record.isEmpty()) {
      error(src, body, ErrorCodes.KEY_DOES_NOT_EXIST, "no such key");
      return;
    }
    var found = new LinkedHashMap<String, @Nullable Object>();
    found.put("type", "get_ok");
    found.put("value", record.get().get("value"));
    answer(src, body, found);
  }

  private void tell(String src, Map<String, @Nullable Object> body) {
    var told = Map.<String, @Nullable Object>of("type", "told", "text", body.get("text"));
    host().send(String.valueOf(body.get("to")), told);
    answer(src, body, Map.of("type", "tell_ok"));
  }

  private void error(String src, Map<String, @Nullable Object> body, int code, String text) {
    answer(src, body, Map.of("type", "error", "code", (long) code, "text", text));
  }

  private void answer(String src, Map<String, @Nullable Object> request, Map<String, ?> answer) {
    var body = new LinkedHashMap<String, @Nullable Object>(answer);
    body.put("in_reply_to", request.get("msg_id"));
    host().send(src, body);
  }

  private SimulatedHost host() {
    if (host == null) {
      throw new IllegalStateException("not started");
    }
    return host;
  }
}
