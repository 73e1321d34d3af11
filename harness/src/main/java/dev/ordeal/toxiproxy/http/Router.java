package dev.ordeal.toxiproxy.http;

import dev.ordeal.toxiproxy.model.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the handler for a method and a path; {@code *} in a pattern stands for a name. */
final class Router {
  /** Stands for every method. */
  static final String ANY = "*";

  /** Answers a request whose path holds these names. */
  @FunctionalInterface
  interface Handler {
    /**
     * Answers.
     *
     * @throws Refusal which becomes the answer
     */
    Response handle(Request request, List<String> names);
  }

  private record Route(List<String> pattern, Map<String, Handler> handlers) {
    Optional<List<String>> match(List<String> path) {
      if (path.size() != pattern.size()) {
        return Optional.empty();
      }
      List<String> names = new ArrayList<>();
      for (int i = 0; i < path.size(); i++) {
        if (pattern.get(i).equals("*") && !path.get(i).isEmpty()) {
          names.add(path.get(i));
        } else if (!pattern.get(i).equals(path.get(i))) {
          return Optional.empty();
        }
      }
      return Optional.of(names);
    }
  }

  private final Map<String, Route> routes = new LinkedHashMap<>();

  Router on(String method, String pattern, Handler handler) {
    routes
        .computeIfAbsent(pattern, p -> new Route(split(p), new LinkedHashMap<>()))
        .handlers()
        .put(method, handler);
    return this;
  }

  /** The answer: 404 without such a path, 405 without such a method on it. */
  Response answer(Request request) {
    if (request.path().contains("//")) {
      return Response.empty(301).with("Location", request.path().replaceAll("/+", "/"));
    }
    List<String> path = split(request.path());
    for (Route route : routes.values()) {
      Optional<List<String>> names = route.match(path);
      if (names.isPresent()) {
        Handler any = route.handlers().get(ANY);
        Handler handler = route.handlers().getOrDefault(request.method(), any);
        return handler == null ? Response.empty(405) : handler.handle(request, names.get());
      }
    }
    return Response.plain(404, "404 page not found");
  }

  private static List<String> split(String path) {
    return List.of(path.split("/", -1));
  }
}
