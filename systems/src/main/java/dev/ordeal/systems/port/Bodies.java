package dev.ordeal.systems.port;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Making the bodies of messages, and reading their fields by type. */
public final class Bodies {

  private Bodies() {}

  /**
   * A body of the given fields, in the order given.
   *
   * @param namesAndValues a name, its value, a name, its value; names are strings and differ
   */
  public static Map<String, @Nullable Object> of(@Nullable Object... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a field without a value: give names and values in turn");
    }
    return new CompactMap(namesAndValues);
  }

  /** The body with one more field, which it must not have. */
  public static Map<String, @Nullable Object> with(
      Map<String, @Nullable Object> body, String name, @Nullable Object value) {
    return CompactMap.append(body, name, value);
  }

  /** The type of a message. */
  public static String type(Map<String, @Nullable Object> body) {
    return text(body, "type");
  }

  /**
   * A field that is a string.
   *
   * @throws MalformedBodyException if it is missing or something else
   */
  public static String text(Map<String, @Nullable Object> body, String name) {
    if (body.get(name) instanceof String text) {
      return text;
    }
    throw wrong(body, name, "a string");
  }

  /**
   * A field that is a string, or null if it is null or missing.
   *
   * @throws MalformedBodyException if it is something else
   */
  public static @Nullable String textOrNull(Map<String, @Nullable Object> body, String name) {
    return body.get(name) == null ? null : text(body, name);
  }

  /**
   * A field that is an integer of 64 bits.
   *
   * @throws MalformedBodyException if it is missing or something else
   */
  public static long number(Map<String, @Nullable Object> body, String name) {
    if (body.get(name) instanceof Long number) {
      return number;
    }
    throw wrong(body, name, "an integer");
  }

  /**
   * A field that is an object with fields of its own.
   *
   * @throws MalformedBodyException if it is missing or something else
   */
  public static Map<String, @Nullable Object> fields(
      Map<String, @Nullable Object> body, String name) {
    Map<String, @Nullable Object> fields = fieldsOrNull(body, name);
    if (fields == null) {
      throw wrong(body, name, "an object");
    }
    return fields;
  }

  /**
   * A field that is an object with fields of its own, or null if it is null or missing.
   *
   * @throws MalformedBodyException if it is something else
   */
  @SuppressWarnings("unchecked") // keys of plain data are strings
  public static @Nullable Map<String, @Nullable Object> fieldsOrNull(
      Map<String, @Nullable Object> body, String name) {
    Object value = body.get(name);
    if (value == null || value instanceof Map) {
      return (Map<String, @Nullable Object>) value;
    }
    throw wrong(body, name, "an object");
  }

  /**
   * A field that is a list of integers.
   *
   * @throws MalformedBodyException if it is missing or something else
   */
  @SuppressWarnings("unchecked") // every item is looked at
  public static List<Long> numbers(Map<String, @Nullable Object> body, String name) {
    if (body.get(name) instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        if (!(items.get(i) instanceof Long)) {
          throw wrong(body, name, "a list of integers");
        }
      }
      return (List<Long>) items;
    }
    throw wrong(body, name, "a list of integers");
  }

  private static MalformedBodyException wrong(
      Map<String, @Nullable Object> body, String name, String expected) {
    String found = body.containsKey(name) ? "is " + body.get(name) : "is missing";
    return new MalformedBodyException("the field '" + name + "' " + found + ", not " + expected);
  }
}
