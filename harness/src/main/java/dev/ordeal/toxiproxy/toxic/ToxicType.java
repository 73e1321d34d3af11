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
 * @param attributes its settings, in the order they are shown
 * @param queueChunks how many chunks may wait in front of it before it pushes back
 * @param factory makes what runs on a link
 * @param check refuses settings that make no sense
 */
public record ToxicType(
    String name, List<Attribute> attributes, int queueChunks, Factory factory, Check check) {
  /** Starts a toxic on one link. */
  @FunctionalInterface
  public interface Factory {
    /** {@code random} is this link's own; {@code now} is nanoseconds of the loop. */
    Behaviour start(Attributes attributes, SplittableRandom random, long now);
  }

  /** Looks at all settings together. */
  @FunctionalInterface
  public interface Check {
    /**
     * Passes or throws.
     *
     * @throws Refusal 400 with what is wrong
     */
    void check(Attributes attributes);
  }

  /** Copies the list. */
  public ToxicType {
    attributes = List.copyOf(attributes);
  }

  /** A type that takes a chunk at a time and every setting. */
  static ToxicType of(String name, Factory factory, Attribute... attributes) {
    return new ToxicType(name, List.of(attributes), 1, factory, any -> {});
  }

  ToxicType withQueue(int chunks) {
    return new ToxicType(name, attributes, chunks, factory, check);
  }

  ToxicType withCheck(Check newCheck) {
    return new ToxicType(name, attributes, queueChunks, factory, newCheck);
  }

  /** The settings a request gives, 0 where it gives none. */
  Attributes read(Fields given) {
    Map<String, Number> zeroes = new LinkedHashMap<>();
    attributes.forEach(attribute -> zeroes.put(attribute.name(), 0L));
    return read(given, new Attributes(zeroes));
  }

  /**
   * The settings a request gives, unchanged where it gives none.
   *
   * @throws Refusal 400 when one is mistyped or they make no sense together
   */
  Attributes read(Fields given, Attributes current) {
    Map<String, Number> values = new LinkedHashMap<>(current.values());
    for (Attribute attribute : attributes) {
      String key = attribute.name();
      if (attribute.fraction()) {
        given.fraction(key).ifPresent(value -> values.put(key, value));
      } else {
        given.whole(key).ifPresent(value -> values.put(key, value));
      }
    }
    Attributes read = new Attributes(values);
    check.check(read);
    return read;
  }
}
