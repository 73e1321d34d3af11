package dev.ordeal.harness.cluster.links;

import eu.rekawek.toxiproxy.model.ToxicDirection;
import java.util.Locale;
import java.util.Map;

/**
 * A toxic that a link is to have.
 *
 * @param type as Toxiproxy calls it
 * @param direction whose bytes it works on
 * @param attributes in Toxiproxy's units
 */
record LinkToxic(String type, ToxicDirection direction, Map<String, Long> attributes) {
  private static final String OURS = "ordeal_";

  /** One of a type, with an attribute. */
  static LinkToxic of(String type, ToxicDirection direction, String attribute, long value) {
    return new LinkToxic(type, direction, Map.of(attribute, value));
  }

  /** Its name: a link has no two of a type and a direction. */
  String name() {
    return OURS + type + "_" + stream();
  }

  /** Its direction, as Toxiproxy calls it. */
  String stream() {
    return direction.name().toLowerCase(Locale.ROOT);
  }

  long attribute(String name) {
    return attributes.getOrDefault(name, 0L);
  }

  /** Whether a toxic of this name is one of ours. */
  static boolean isOurs(String name) {
    return name.startsWith(OURS);
  }
}
