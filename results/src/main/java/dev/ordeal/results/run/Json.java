package dev.ordeal.results.run;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.ordeal.history.PlainData;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON text to plain data and back: strict, bounded in depth. */
public final class Json {

  private static final int MAX_DEPTH = 200;

  private Json() {}

  /** What a text that should be JSON is not. */
  public static final class BadJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    BadJsonException(String message) {
      super(message);
    }
  }

  /** The object that a text says, as plain data. */
  public static Map<String, @Nullable Object> parse(String text) throws BadJsonException {
    var reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(MAX_DEPTH);
    try {
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw new BadJsonException("not a JSON object");
      }
      Map<String, @Nullable Object> fields = object(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new BadJsonException("more than one JSON value");
      }
      return fields;
    } catch (EOFException e) {
      throw new BadJsonException("it ends too early; it was cut");
    } catch (IOException | IllegalStateException e) {
      String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new BadJsonException("not JSON: " + message);
    }
  }

  /** Plain data as indented JSON text with a line feed at its end. */
  public static String print(@Nullable Object value) {
    var text = new StringWriter();
    try (var writer = new JsonWriter(text)) {
      writer.setIndent("  ");
      writer.setSerializeNulls(true);
      write(writer, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.append('\n').toString();
  }

  /** The value as plain data; what is none becomes its text. */
  static @Nullable Object plain(@Nullable Object value) {
    try {
      return PlainData.of(value);
    } catch (IllegalArgumentException e) {
      return String.valueOf(value);
    }
  }

  private static void write(JsonWriter writer, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      writer.beginObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        write(writer.name((String) entry.getKey()), entry.getValue());
      }
      writer.endObject();
    } else if (value instanceof List<?> items) {
      writer.beginArray();
      for (Object item : items) {
        write(writer, item);
      }
      writer.endArray();
    } else if (value instanceof Number number) {
      writer.value(number);
    } else if (value instanceof Boolean truth) {
      writer.value(truth.booleanValue());
    } else if (value == null) {
      writer.nullValue();
    } else {
      writer.value(value.toString());
    }
  }

  private static Map<String, @Nullable Object> object(JsonReader reader)
      throws IOException, BadJsonException {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (fields.containsKey(name)) {
        throw new BadJsonException("a field comes twice in one object: " + name);
      }
      fields.put(name, any(reader));
    }
    reader.endObject();
    return fields;
  }

  private static List<@Nullable Object> array(JsonReader reader)
      throws IOException, BadJsonException {
    var items = new ArrayList<@Nullable Object>();
    reader.beginArray();
    while (reader.hasNext()) {
      items.add(any(reader));
    }
    reader.endArray();
    return items;
  }

  private static @Nullable Object any(JsonReader reader) throws IOException, BadJsonException {
    switch (reader.peek()) {
      case BEGIN_OBJECT:
        return object(reader);
      case BEGIN_ARRAY:
        return array(reader);
      case STRING:
        return reader.nextString();
      case BOOLEAN:
        return reader.nextBoolean();
      case NULL:
        reader.nextNull();
        return null;
      case NUMBER:
        return number(reader.nextString());
      default:
        throw new BadJsonException("unexpected " + reader.peek());
    }
  }

  private static Object number(String digits) throws BadJsonException {
    try {
      boolean whole = digits.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
      if (whole) {
        return Long.valueOf(digits);
      }
      double number = Double.parseDouble(digits);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, for both kinds of number.
    }
    throw new BadJsonException("a number does not fit into 64 bits");
  }
}
