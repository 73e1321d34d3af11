package dev.ordeal.systems.runtime;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plain data as JSON text and back; integers are Long where they fit, all other numbers Double.
 *
 * <p>It uses only Gson's reader and writer: without the reflective part of Gson a JVM starts a good
 * deal sooner.
 */
final class Json {

  private Json() {}

  /** One line, without its end. */
  static String write(Map<String, @Nullable Object> object) {
    var text = new StringWriter(128);
    try {
      var writer = new JsonWriter(text);
      writer.setStrictness(Strictness.STRICT);
      writer.setSerializeNulls(true);
      writer.setHtmlSafe(false);
      write(writer, object);
    } catch (IOException e) {
      throw new UncheckedIOException("a string writer failed", e);
    }
    return text.toString();
  }

  private static void write(JsonWriter writer, @Nullable Object value) throws IOException {
    if (value == null) {
      writer.nullValue();
    } else if (value instanceof String text) {
      writer.value(text);
    } else if (value instanceof Long number) {
      writer.value(number.longValue());
    } else if (value instanceof Boolean truth) {
      writer.value(truth.booleanValue());
    } else if (value instanceof Number number) {
      writer.value(number);
    } else if (value instanceof Map<?, ?> fields) {
      writer.beginObject();
      for (Map.Entry<?, ?> field : fields.entrySet()) {
        writer.name((String) field.getKey());
        write(writer, field.getValue());
      }
      writer.endObject();
    } else if (value instanceof List<?> items) {
      writer.beginArray();
      for (Object item : items) {
        write(writer, item);
      }
      writer.endArray();
    } else {
      throw new IllegalArgumentException("not plain data: " + value.getClass().getName());
    }
  }

  /**
   * Reads one object.
   *
   * @param nesting how deep it may be nested; deeper is malformed
   * @throws IOException if the text is not exactly one JSON object
   */
  static Map<String, @Nullable Object> read(String text, int nesting) throws IOException {
    var reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(nesting);
    try {
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw new MalformedJsonException("not a JSON object");
      }
      Map<String, @Nullable Object> object = object(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException("something follows the JSON object");
      }
      return object;
    } catch (IllegalStateException | NumberFormatException | JsonParseException e) {
      throw new MalformedJsonException("not a JSON object: " + e.getMessage(), e);
    }
  }

  private static Map<String, @Nullable Object> object(JsonReader reader) throws IOException {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    reader.beginObject();
    while (reader.hasNext()) {
      fields.put(reader.nextName(), value(reader));
    }
    reader.endObject();
    return Collections.unmodifiableMap(fields);
  }

  private static @Nullable Object value(JsonReader reader) throws IOException {
    switch (reader.peek()) {
      case NULL:
        reader.nextNull();
        return null;
      case STRING:
        return reader.nextString();
      case BOOLEAN:
        return reader.nextBoolean();
      case NUMBER:
        return number(reader.nextString());
      case BEGIN_OBJECT:
        return object(reader);
      case BEGIN_ARRAY:
        var items = new ArrayList<@Nullable Object>();
        reader.beginArray();
        while (reader.hasNext()) {
          items.add(value(reader));
        }
        reader.endArray();
        return Collections.unmodifiableList(items);
      default:
        throw new MalformedJsonException("not a JSON value");
    }
  }

  private static Object number(String text) throws IOException {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      double number = Double.parseDouble(text);
      if (Double.isFinite(number)) {
        return number;
      }
      throw new MalformedJsonException("the number " + text + " does not fit into 64 bits");
    }
  }
}
