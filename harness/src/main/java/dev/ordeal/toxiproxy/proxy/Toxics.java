package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.model.Refusal;
import dev.ordeal.toxiproxy.model.Stream;
import dev.ordeal.toxiproxy.model.ToxicView;
import dev.ordeal.toxiproxy.toxic.Toxic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The toxics of one proxy, in force on every connection of it. */
final class Toxics {
  private final EventLog events;
  private final String proxy;
  private final Clients clients;
  private final Map<String, PlacedToxic> toxics = new LinkedHashMap<>();
  private long created;

  Toxics(EventLog events, String proxy, Clients clients) {
    this.events = events;
    this.proxy = proxy;
    this.clients = clients;
  }

  /** All of them, in the order of their creation. */
  Collection<PlacedToxic> placed() {
    return toxics.values();
  }

  /** All upstream toxics in the order of their creation, then all downstream ones. */
  List<ToxicView> views() {
    List<ToxicView> views = new ArrayList<>();
    for (Stream stream : Stream.values()) {
      for (PlacedToxic placed : toxics.values()) {
        if (placed.toxic().stream() == stream) {
          views.add(placed.toxic().view());
        }
      }
    }
    return views;
  }

  boolean has(String name) {
    return toxics.containsKey(name);
  }

  /**
   * One toxic.
   *
   * @throws Refusal 404
   */
  Toxic get(String name) {
    PlacedToxic placed = toxics.get(name);
    if (placed == null) {
      throw Refusal.notFound("toxic");
    }
    return placed.toxic();
  }

  /** Adds a toxic, whose name is free, to every connection. */
  void add(Toxic toxic) {
    PlacedToxic placed = new PlacedToxic(toxic, created++);
    toxics.put(toxic.name(), placed);
    clients.forEach(connection -> connection.add(placed));
    tell("toxic_added", toxic);
  }

  /** Gives a toxic that is there its new settings, on every connection. */
  void update(Toxic toxic) {
    toxics.computeIfPresent(
        toxic.name(), (name, placed) -> new PlacedToxic(toxic, placed.ordinal()));
    clients.forEach(connection -> connection.update(toxic));
    tell("toxic_updated", toxic);
  }

  /**
   * Removes a toxic from every connection.
   *
   * @throws Refusal 404
   */
  void remove(String name) {
    Toxic toxic = get(name);
    toxics.remove(name);
    clients.forEach(connection -> connection.remove(toxic));
    tell("toxic_removed", toxic);
  }

  void removeAll() {
    List.copyOf(toxics.keySet()).forEach(this::remove);
  }

  /**
   * Makes these the toxics: those that are there as they should be are left alone, those with other
   * settings are updated, the rest is removed and added, new ones last.
   */
  void become(List<Toxic> wanted) {
    Map<String, Toxic> left = new LinkedHashMap<>();
    wanted.forEach(toxic -> left.put(toxic.name(), toxic));
    for (PlacedToxic placed : List.copyOf(toxics.values())) {
      Toxic now = placed.toxic();
      Toxic next = left.get(now.name());
      if (next == null || next.type() != now.type() || next.stream() != now.stream()) {
        remove(now.name());
      } else {
        left.remove(now.name());
        if (!next.equals(now)) {
          update(next);
        }
      }
    }
    left.values().forEach(this::add);
  }

  private void tell(String what, Toxic toxic) {
    events.add(
        what,
        proxy,
        "%s: %s %s, toxicity %s, %s"
            .formatted(
                toxic.name(),
                toxic.type().name(),
                toxic.streamText(),
                toxic.toxicity(),
                toxic.attributes().values()));
  }
}
