package dev.ordeal.toxiproxy.toxic;

import dev.ordeal.toxiproxy.model.Fields;
import dev.ordeal.toxiproxy.model.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A kind of toxic.
 *
 * @param name the word for it in the API
 * @param attributes the names of its settings, whole numbers of at least 0, in the order they are
 *     shown
 * @param queueChunks how many chunks may wait in front of it before it pushes back
 * @param factory makes what runs on a link
 */
public record ToxicType(String name, List<String> attributes, int queueChunks, Factory factory) {
  /** Starts a toxic on one link. */
  @FunctionalInterface
  public interface Factory {
    /** {@code random} is this link's own; {@code now} is nanoseconds of the loop. */
    Behaviour start(Attributes attributes, SplittableRandom random, long now);
  }

  /** Copies the list. */
  public ToxicType {
    attributes = List.copyOf(attributes);
  }

  /** The settings a request gives, 0 where it gives none. */
  Attributes read(Fields given) {
    Map<String, Number> zeroes = new LinkedHashMap<>();
    attributes.forEach(name -> zeroes.put(name, 0L));
    return read(given, new Attributes(zeroes));
  }

  /**
   * The settings a request gives, unchanged where it gives none.
   *
   * @throws Refusal 400 when one is mistyped or negative
   */
  Attributes read(Fields given, Attributes current) {
    Map<String, Number> values = new LinkedHashMap<>(current.values());
    for (String name : attributes) {
      given.whole(name).ifPresent(value -> values.put(name, notNegative(name, value)));
    }
    return new Attributes(values);
  }

  private static long notNegative(String name, long value) {
    if (value < 0) {
      throw Refusal.badRequest(name + " must not be negative, was " + value);
    }
    return value;
  }
}
