package dev.ordeal.toxiproxy.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.ordeal.toxiproxy.model.ConnectFault;
import dev.ordeal.toxiproxy.model.ConnectionView;
import dev.ordeal.toxiproxy.model.Event;
import dev.ordeal.toxiproxy.model.Fields;
import dev.ordeal.toxiproxy.model.FullProxyView;
import dev.ordeal.toxiproxy.model.Refusal;
import dev.ordeal.toxiproxy.proxy.ListenAddress;
import dev.ordeal.toxiproxy.proxy.Proxies;
import dev.ordeal.toxiproxy.proxy.ProxyChange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the original cannot do, under paths that it does not have: all begin with {@code /ordeal/}.
 *
 * <ul>
 *   <li>{@code GET /ordeal/proxies}: all proxies with connect fault, kept ends and open connections
 *   <li>{@code POST /ordeal/change}: an array of proxies that all change or none: name, listen,
 *       upstream, enabled, toxics (all of them), connect, delay, keep_ends
 *   <li>{@code GET /ordeal/connections} and {@code GET /ordeal/proxies/{p}/connections}: who is
 *       connected, with bytes received, sent and held by direction
 *   <li>{@code POST /ordeal/proxies/{p}/reset}: resets all its connections now (RST)
 *   <li>{@code GET /ordeal/events?since=N}: what has happened after event N
 * </ul>
 */
final class BeyondApi {
  private final Calls calls;
  private final Proxies proxies;

  BeyondApi(Calls calls, Proxies proxies) {
    this.calls = calls;
    this.proxies = proxies;
  }

  void addTo(Api api) {
    api.on("GET", "/ordeal/proxies", (request, names) -> list());
    api.on("POST", "/ordeal/change", (request, names) -> change(request));
    api.on("GET", "/ordeal/connections", (request, names) -> connections());
    api.on("GET", "/ordeal/proxies/*/connections", (request, names) -> connections(names.get(0)));
    api.on("POST", "/ordeal/proxies/*/reset", (request, names) -> reset(names.get(0)));
    api.on("GET", "/ordeal/events", (request, names) -> events(request));
  }

  private Response list() {
    return array(calls.call(proxies::listFully), BeyondApi::encode);
  }

  private Response change(Request request) {
    List<ProxyChange> changes =
        Fields.objects("a proxy", Json.firstValue(request.body())).stream()
            .map(BeyondApi::change)
            .toList();
    return array(calls.call(() -> proxies.change(changes)), BeyondApi::encode);
  }

  private static ProxyChange change(Fields fields) {
    String name = fields.text("name").orElse("");
    if (name.isEmpty()) {
      throw Refusal.badRequest("missing required field: name");
    }
    Optional<Duration> delay = fields.whole("delay").map(BeyondApi::millis);
    return new ProxyChange(
        name,
        fields.text("listen").map(ListenAddress::resolve),
        fields.text("upstream"),
        fields.flag("enabled"),
        fields.objects("toxics").map(list -> list.stream().map(Json::toxic).toList()),
        fields.text("connect").map(kind -> ConnectFault.of(kind, delay.orElse(Duration.ZERO))),
        fields.flag("keep_ends"));
  }

  private static Duration millis(long value) {
    if (value > Duration.ofDays(365).toMillis()) {
      throw Refusal.badRequest("delay must be at most a year of milliseconds, was " + value);
    }
    return Duration.ofMillis(value);
  }

  private Response connections() {
    return array(calls.call(() -> proxies.connections()), BeyondApi::encode);
  }

  private Response connections(String proxy) {
    return array(calls.call(() -> proxies.connections(proxy)), BeyondApi::encode);
  }

  private Response reset(String proxy) {
    JsonObject object = new JsonObject();
    object.addProperty("reset", calls.call(() -> proxies.resetConnections(proxy)));
    return Response.json(200, object);
  }

  private Response events(Request request) {
    long since = request.parameter("since").map(BeyondApi::number).orElse(0L);
    return array(calls.call(() -> proxies.eventsSince(since)), BeyondApi::encode);
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Refusal.badRequest("since must be the number of an event, was " + text);
    }
  }

  private static <T> Response array(List<T> views, Function<T, JsonObject> encode) {
    JsonArray array = new JsonArray();
    views.forEach(view -> array.add(encode.apply(view)));
    return Response.json(200, array);
  }

  private static JsonObject encode(FullProxyView view) {
    JsonObject object = Json.encode(view.proxy());
    object.addProperty("connect", view.connect().kind().word());
    object.addProperty("delay", view.connect().delay().toMillis());
    object.addProperty("keep_ends", view.keepEnds());
    object.addProperty("connections", view.connections());
    return object;
  }

  private static JsonObject encode(ConnectionView view) {
    JsonObject object = new JsonObject();
    object.addProperty("proxy", view.proxy());
    object.addProperty("id", view.id());
    object.addProperty("client", view.client());
    object.addProperty("server", view.server());
    object.addProperty("opened", view.opened().toString());
    object.add("upstream", encode(view.upstream()));
    object.add("downstream", encode(view.downstream()));
    object.addProperty("state", view.state());
    return object;
  }

  private static JsonObject encode(ConnectionView.Bytes bytes) {
    JsonObject object = new JsonObject();
    object.addProperty("received", bytes.received());
    object.addProperty("sent", bytes.sent());
    object.addProperty("held", bytes.held());
    return object;
  }

  private static JsonObject encode(Event event) {
    JsonObject object = new JsonObject();
    object.addProperty("seq", event.seq());
    object.addProperty("at", event.at().toString());
    object.addProperty("what", event.what());
    object.addProperty("proxy", event.proxy());
    object.addProperty("detail", event.detail());
    return object;
  }
}
