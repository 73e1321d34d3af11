package dev.ordeal.harness.cluster.links;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ordeal.harness.cluster.HostPort;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * One change of many proxies that takes effect at once, by {@code POST /ordeal/change} of our
 * server: the original changes one toxic after the other, and has no such path.
 */
final class JointChange {
  private final HostPort address;
  private final Duration bound;

  JointChange(HostPort address, Duration bound) {
    this.address = address;
    this.bound = bound;
  }

  /** Whether the server knows of such changes. */
  boolean isPossible() throws IOException {
    return call("/ordeal/proxies").getResponseCode() == HttpURLConnection.HTTP_OK;
  }

  /** Makes these states be in force, all or none; what others put on the proxies stays. */
  void make(Map<LinkProxy, LinkState> wanted) throws IOException {
    var proxies = read(call("/proxies")).getAsJsonObject();
    var entries = new JsonArray();
    wanted.forEach(
        (proxy, state) -> entries.add(entry(proxy.name(), state, others(proxies, proxy.name()))));
    var post = call("/ordeal/change");
    post.setRequestMethod("POST");
    post.setRequestProperty("Content-Type", "application/json");
    post.setDoOutput(true);
    try (var body = post.getOutputStream()) {
      body.write(entries.toString().getBytes(StandardCharsets.UTF_8));
    }
    read(post);
  }

  private static JsonArray others(JsonObject proxies, String name) {
    var others = new JsonArray();
    if (proxies.has(name)) {
      for (JsonElement toxic : proxies.getAsJsonObject(name).getAsJsonArray("toxics")) {
        if (!LinkToxic.isOurs(toxic.getAsJsonObject().get("name").getAsString())) {
          others.add(toxic);
        }
      }
    }
    return others;
  }

  private static JsonObject entry(String name, LinkState state, JsonArray toxics) {
    for (LinkToxic wanted : state.toxics()) {
      var toxic = new JsonObject();
      toxic.addProperty("name", wanted.name());
      toxic.addProperty("type", wanted.type());
      toxic.addProperty("stream", wanted.stream());
      var attributes = new JsonObject();
      wanted.attributes().forEach(attributes::addProperty);
      toxic.add("attributes", attributes);
      toxics.add(toxic);
    }
    var entry = new JsonObject();
    entry.addProperty("name", name);
    entry.addProperty("enabled", !state.refused());
    entry.add("toxics", toxics);
    return entry;
  }

  private HttpURLConnection call(String path) throws IOException {
    var url = URI.create("http://" + address + path).toURL();
    var call = (HttpURLConnection) url.openConnection();
    call.setConnectTimeout((int) bound.toMillis());
    call.setReadTimeout((int) bound.toMillis());
    return call;
  }

  private static JsonElement read(HttpURLConnection call) throws IOException {
    boolean isRefused = call.getResponseCode() != HttpURLConnection.HTTP_OK;
    try (var body = isRefused ? call.getErrorStream() : call.getInputStream()) {
      var text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
      if (isRefused) {
        throw new IOException(call.getURL() + " answered " + call.getResponseCode() + ": " + text);
      }
      return JsonParser.parseString(text);
    }
  }
}
