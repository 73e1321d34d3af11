package dev.ordeal.harness.client;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import dev.ordeal.history.PlainData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Messages of the wire as bytes: one JSON object a line, whole numbers as long. */
final class WireJson {
  private static final Gson GSON =
      new GsonBuilder()
          .serializeNulls()
          .disableHtmlEscaping()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .create();
  private static final TypeToken<Map<String, @Nullable Object>> OBJECT = new TypeToken<>() {};

  private WireJson() {}

  /** A message as a line, with its end. */
  static byte[] encode(Map<String, @Nullable Object> message) {
    return (GSON.toJson(message) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The body of the message in a line; immutable plain data. */
  static Map<String, @Nullable Object> body(byte[] line) throws IOException {
    var text = new String(line, StandardCharsets.UTF_8);
    try {
      var message = GSON.fromJson(text, OBJECT);
      if (message != null && message.get("body") instanceof Map<?, ?> body) {
        @SuppressWarnings("unchecked")
        var plain = (Map<String, @Nullable Object>) Objects.requireNonNull(PlainData.of(body));
        return plain;
      }
    } catch (JsonParseException | IllegalArgumentException malformed) {
      throw new IOException("not a JSON message (" + malformed.getMessage() + "): " + brief(text));
    }
    throw new IOException("a message without a body: " + brief(text));
  }

  private static String brief(String text) {
    return text.length() <= 80 ? text : text.substring(0, 80) + "...";
  }
}
