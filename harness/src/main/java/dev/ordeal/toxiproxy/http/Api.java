package dev.ordeal.toxiproxy.http;

import com.google.gson.JsonObject;
import dev.ordeal.toxiproxy.model.ProxySpec;
import dev.ordeal.toxiproxy.model.ProxyView;
import dev.ordeal.toxiproxy.model.Refusal;
import dev.ordeal.toxiproxy.model.ToxicSpec;
import dev.ordeal.toxiproxy.proxy.ListenAddress;
import dev.ordeal.toxiproxy.proxy.Proxies;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every path of the API does. Decoding and looking up listen addresses happen on the caller's
 * thread; each change is one task of the loop, so no other call sees it half done.
 */
public final class Api {
  private static final Logger LOG = System.getLogger(Api.class.getName());

  /** The version of the original whose API this is: clients compare it. */
  private static final String VERSION = "{\"version\": \"2.12.0\"}\n";

  private final Calls calls;
  private final Proxies proxies;
  private final RequestIds ids = new RequestIds();
  private final Router router = new Router();

  /** The API of these proxies; with a page of metrics where some are wanted. */
  public Api(Calls calls, Proxies proxies, Metrics metrics) {
    this.calls = calls;
    this.proxies = proxies;
    on("GET", "/version", (request, names) -> version());
    on("GET", "/proxies", (request, names) -> listProxies());
    on("POST", "/proxies", (request, names) -> createProxy(request));
    on("GET", "/proxies/*", (request, names) -> getProxy(names.get(0)));
    on("POST", "/proxies/*", this::updateProxy);
    on("PATCH", "/proxies/*", this::updateProxy);
    on("DELETE", "/proxies/*", (request, names) -> deleteProxy(names.get(0)));
    on("GET", "/proxies/*/toxics", (request, names) -> listToxics(names.get(0)));
    on("POST", "/proxies/*/toxics", this::createToxic);
    on("GET", "/proxies/*/toxics/*", (request, names) -> getToxic(names));
    on("POST", "/proxies/*/toxics/*", this::updateToxic);
    on("PATCH", "/proxies/*/toxics/*", this::updateToxic);
    on("DELETE", "/proxies/*/toxics/*", (request, names) -> deleteToxic(names));
    on("POST", "/populate", (request, names) -> populate(request));
    on("POST", "/reset", (request, names) -> reset());
    if (metrics.any()) {
      on(Router.ANY, "/metrics", (request, names) -> metrics.page());
    }
    new BeyondApi(calls, proxies).addTo(this);
  }

  void on(String method, String pattern, Router.Handler handler) {
    router.on(method, pattern, (request, names) -> guarded(request, names, handler));
  }

  /** Answers one request; whatever goes wrong becomes an answer too. */
  Response answer(Request request) {
    return router.answer(request);
  }

  private Response guarded(Request request, List<String> names, Router.Handler handler) {
    return respond(request, names, handler).with("X-Toxiproxy-Request-Id", ids.next());
  }

  private static Response respond(Request request, List<String> names, Router.Handler handler) {
    if (request.header("user-agent").orElse("").startsWith("Mozilla/")) {
      return Response.plain(403, "User agent not allowed");
    }
    if (request.header("origin").isPresent()) {
      // Only browsers send one: a page whose name was rebound to this address may spoof the agent.
      return Response.plain(403, "Origin not allowed");
    }
    try {
      return handler.handle(request, names);
    } catch (Refusal refusal) {
      return refusal.status() == 503 ? Response.empty(503) : Response.refused(refusal);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a call of the API failed", e);
      return Response.refused(new Refusal(500, "the server failed: " + e));
    }
  }

  private static Response version() {
    Map<String, String> headers = Map.of("Content-Type", "application/json;charset=utf-8");
    return new Response(200, headers, Response.bytes(VERSION));
  }

  private Response listProxies() {
    return Response.json(200, Json.encode(calls.call(proxies::list)));
  }

  private Response getProxy(String name) {
    return Response.json(200, Json.encode(calls.call(() -> proxies.get(name))));
  }

  private Response createProxy(Request request) {
    ProxySpec spec = Json.proxy(request.body());
    String upstream = required(spec, "");
    ListenAddress listen = ListenAddress.resolve(spec.listen().orElse(""));
    ProxyView created =
        calls.call(() -> proxies.create(spec.name(), listen, upstream, spec.startsEnabled()));
    return Response.json(201, Json.encode(created));
  }

  static String required(ProxySpec spec, String where) {
    if (spec.name().isEmpty()) {
      throw Refusal.badRequest("missing required field: name" + where);
    }
    return spec.upstream()
        .filter(upstream -> !upstream.isEmpty())
        .orElseThrow(() -> Refusal.badRequest("missing required field: upstream" + where));
  }

  private Response updateProxy(Request request, List<String> names) {
    String name = names.get(0);
    ProxyView current = calls.call(() -> proxies.get(name));
    ProxySpec spec = Json.proxy(request.body());
    Optional<ListenAddress> listen = spec.listen().map(ListenAddress::resolve);
    listen
        .flatMap(ListenAddress::problem)
        .ifPresent(
            problem -> {
              throw new Refusal(500, problem);
            });
    Optional<ListenAddress> target =
        listen.isEmpty() && !current.enabled()
            ? Optional.of(ListenAddress.resolve(current.listen()))
            : listen;
    ProxyView updated =
        calls.call(() -> proxies.update(name, target, spec.upstream(), spec.enabled()));
    return Response.json(200, Json.encode(updated));
  }

  private Response deleteProxy(String name) {
    calls.run(() -> proxies.delete(name));
    return Response.empty(204);
  }

  private Response listToxics(String proxy) {
    return Response.json(200, Json.encodeToxics(calls.call(() -> proxies.toxics(proxy))));
  }

  private Response getToxic(List<String> names) {
    return Response.json(
        200, Json.encode(calls.call(() -> proxies.toxic(names.get(0), names.get(1)))));
  }

  private Response createToxic(Request request, List<String> names) {
    String proxy = names.get(0);
    calls.run(() -> proxies.get(proxy));
    ToxicSpec spec = Json.toxic(request.body());
    return Response.json(200, Json.encode(calls.call(() -> proxies.addToxic(proxy, spec))));
  }

  private Response updateToxic(Request request, List<String> names) {
    calls.run(() -> proxies.toxic(names.get(0), names.get(1)));
    ToxicSpec spec = Json.toxic(request.body());
    return Response.json(
        200, Json.encode(calls.call(() -> proxies.updateToxic(names.get(0), names.get(1), spec))));
  }

  private Response deleteToxic(List<String> names) {
    calls.run(() -> proxies.removeToxic(names.get(0), names.get(1)));
    return Response.empty(204);
  }

  private Response reset() {
    for (ProxyView proxy : calls.call(proxies::list)) {
      ListenAddress listen = ListenAddress.resolve(proxy.listen());
      calls.run(() -> proxies.reset(proxy.name(), listen));
    }
    return Response.empty(204);
  }

  private Response populate(Request request) {
    List<ProxySpec> specs = Json.proxies(request.body());
    for (int i = 0; i < specs.size(); i++) {
      required(specs.get(i), " at proxy " + (i + 1));
    }
    List<ProxyView> done = new ArrayList<>();
    JsonObject body = new JsonObject();
    int status = 201;
    try {
      specs.forEach(spec -> done.add(populate(spec)));
    } catch (Refusal refusal) {
      body = Response.errorBody(refusal);
      status = refusal.status();
    }
    body.add("proxies", Json.encodeDone(done));
    return Response.json(status, body);
  }

  private ProxyView populate(ProxySpec spec) {
    ListenAddress listen = ListenAddress.resolve(spec.listen().orElse(""));
    String upstream = spec.upstream().orElse("");
    return calls.call(() -> proxies.populate(spec.name(), listen, upstream, spec.startsEnabled()));
  }
}
