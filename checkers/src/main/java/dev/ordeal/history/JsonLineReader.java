package dev.ordeal.history;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.ordeal.history.JsonLines.Limits;
import dev.ordeal.history.JsonLines.Reading;
import dev.ordeal.history.JsonLines.TornLine;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads lines of JSON into a history, strictly, within limits. */
final class JsonLineReader {
  private static final int LINE_FEED = '\n';

  private final InputStream in;
  private final Limits limits;
  private final TornLine torn;
  private final byte[] block = new byte[1 << 16];
  private int blockAt;
  private int blockEnd;

  JsonLineReader(InputStream in, Limits limits, TornLine torn) {
    this.in = in;
    this.limits = limits;
    this.torn = torn;
  }

  /** Thrown for a line that is not JSON, or not whole: the only kind that a torn line can be. */
  private static final class NoJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    NoJsonException(String message) {
      super(message);
    }
  }

  Reading read() throws IOException {
    var builder = History.builder();
    var line = new ByteArrayOutputStream();
    for (int number = 1; ; number++) {
      line.reset();
      boolean whole = nextLine(line, number);
      if (!whole && line.size() == 0) {
        return new Reading(builder.build(), Optional.empty());
      }
      try {
        add(builder, line.toByteArray());
      } catch (NoJsonException e) {
        boolean last = !whole || !hasMore();
        if (!last || torn == TornLine.REFUSE) {
          throw new MalformedHistoryException(
              "line " + number + ": " + e.getMessage() + (last ? " (is the last line cut?)" : ""),
              e);
        }
        String report =
            "line "
                + number
                + ", the last, was cut after "
                + line.size()
                + " bytes; it is left out";
        return new Reading(builder.build(), Optional.of(report));
      } catch (IllegalArgumentException e) {
        throw new MalformedHistoryException("line " + number + ": " + e.getMessage(), e);
      }
    }
  }

  private boolean hasMore() throws IOException {
    if (blockAt < blockEnd) {
      return true;
    }
    blockAt = 0;
    blockEnd = Math.max(0, in.read(block));
    return blockEnd > 0;
  }

  /** Reads up to a line feed; whether there was one. */
  private boolean nextLine(ByteArrayOutputStream line, int number) throws IOException {
    while (hasMore()) {
      int start = blockAt;
      while (blockAt < blockEnd && block[blockAt] != LINE_FEED) {
        blockAt++;
      }
      line.write(block, start, blockAt - start);
      if (line.size() > limits.lineBytes()) {
        throw new MalformedHistoryException(
            "line " + number + ": longer than " + limits.lineBytes() + " bytes");
      }
      if (blockAt < blockEnd) {
        blockAt++;
        return true;
      }
    }
    return false;
  }

  private void add(HistoryBuilder builder, byte[] line) throws NoJsonException {
    if (builder.size() >= limits.ops()) {
      throw new MalformedHistoryException("there are more than " + limits.ops() + " ops");
    }
    Op op = op(line);
    if (op.index() != Op.UNPLACED && op.index() != builder.size()) {
      throw new MalformedHistoryException(
          "its index is "
              + op.index()
              + ", but it is op "
              + builder.size()
              + ": a line is missing, or out of order");
    }
    builder.add(op);
  }

  private static Op op(byte[] line) throws NoJsonException {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
      var reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(PlainData.MAX_DEPTH + 1);
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw new NoJsonException("not a JSON object");
      }
      Map<String, @Nullable Object> fields = object(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new NoJsonException("more than one JSON value");
      }
      return op(fields);
    } catch (CharacterCodingException e) {
      throw new NoJsonException("not UTF-8");
    } catch (EOFException e) {
      throw new NoJsonException("the JSON ends too early");
    } catch (MalformedJsonException e) {
      throw new NoJsonException("not JSON: " + firstLine(e));
    } catch (IOException e) {
      throw new NoJsonException(String.valueOf(e.getMessage()));
    }
  }

  /** Gson's messages end in a second line with advice for programmers. */
  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static Op op(Map<String, @Nullable Object> fields) {
    Object value = fields.remove("value");
    Object error = fields.remove("error");
    Object index = fields.containsKey("index") ? fields.remove("index") : (long) Op.UNPLACED;
    Object time = required(fields, "time");
    Object process = required(fields, "process");
    Object type = required(fields, "type");
    Object f = required(fields, "f");
    if (!fields.isEmpty()) {
      throw new MalformedHistoryException(
          "unknown field "
              + fields.keySet().iterator().next()
              + ": an op has index, time, process, type, f, value and error");
    }
    if (!(time instanceof Long nanoseconds)) {
      throw new MalformedHistoryException("time is not a whole number of nanoseconds: " + time);
    }
    if (!(f instanceof String function)) {
      throw new MalformedHistoryException("f is not a string: " + f);
    }
    return new Op(
        number(index, "index"),
        nanoseconds,
        number(process, "process"),
        type(type),
        function,
        value,
        error);
  }

  private static @Nullable Object required(Map<String, @Nullable Object> fields, String name) {
    if (!fields.containsKey(name)) {
      throw new MalformedHistoryException("field " + name + " is missing");
    }
    return fields.remove(name);
  }

  private static int number(@Nullable Object value, String name) {
    if (value instanceof Long number
        && number >= Integer.MIN_VALUE
        && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw new MalformedHistoryException(name + " is not a number of 32 bits: " + value);
  }

  private static Op.Type type(@Nullable Object value) {
    for (Op.Type type : Op.Type.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(value)) {
        return type;
      }
    }
    throw new MalformedHistoryException("type is not invoke, ok, fail or info: " + value);
  }

  private static Map<String, @Nullable Object> object(JsonReader reader) throws IOException {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (fields.containsKey(name)) {
        throw new MalformedHistoryException("field " + name + " comes twice in an object");
      }
      fields.put(name, any(reader));
    }
    reader.endObject();
    return fields;
  }

  private static List<@Nullable Object> array(JsonReader reader) throws IOException {
    var items = new ArrayList<@Nullable Object>();
    reader.beginArray();
    while (reader.hasNext()) {
      items.add(any(reader));
    }
    reader.endArray();
    return items;
  }

  private static @Nullable Object any(JsonReader reader) throws IOException {
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
        throw new MalformedHistoryException("unexpected " + reader.peek());
    }
  }

  private static Object number(String digits) {
    try {
      boolean whole = digits.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
      return whole ? (Object) Long.valueOf(digits) : (Object) Double.valueOf(digits);
    } catch (NumberFormatException e) {
      throw new MalformedHistoryException(digits + " does not fit into 64 bits", e);
    }
  }
}
