package dev.ordeal.toxiproxy.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, read as Go's decoder reads them into a struct: keys match in any
 * case, unknown keys are ignored, null counts as absent, the last of several wins, and a whole
 * number is spelt without point or exponent. A value of the wrong kind is refused with 400.
 */
public final class Fields {
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private final JsonObject object;

  private Fields(JsonObject object) {
    this.object = object;
  }

  /** No fields at all. */
  public static Fields none() {
    return new Fields(new JsonObject());
  }

  /**
   * Reads an object; null counts as an empty one.
   *
   * @throws Refusal 400 for any other value
   */
  public static Fields of(String what, JsonElement value) {
    if (value.isJsonNull()) {
      return none();
    }
    if (!value.isJsonObject()) {
      throw wrong(what, "an object", value);
    }
    return new Fields(value.getAsJsonObject());
  }

  /** A string field. */
  public Optional<String> text(String key) {
    return get(key)
        .map(
            value -> {
              if (value instanceof JsonPrimitive primitive && primitive.isString()) {
                return primitive.getAsString();
              }
              throw wrong(key, "a string", value);
            });
  }

  /** A boolean field. */
  public Optional<Boolean> flag(String key) {
    return get(key)
        .map(
            value -> {
              if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
                return primitive.getAsBoolean();
              }
              throw wrong(key, "true or false", value);
            });
  }

  /** A whole number of 64 bits. */
  public Optional<Long> whole(String key) {
    return get(key)
        .map(
            value -> {
              if (value instanceof JsonPrimitive primitive
                  && primitive.isNumber()
                  && WHOLE.matcher(primitive.getAsString()).matches()) {
                return inRange(key, primitive);
              }
              throw wrong(key, "a whole number", value);
            });
  }

  /** A number of any kind. */
  public Optional<Double> fraction(String key) {
    return get(key)
        .map(
            value -> {
              if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
                return new BigDecimal(primitive.getAsString()).doubleValue();
              }
              throw wrong(key, "a number", value);
            });
  }

  /** An object within this one; absent counts as empty. */
  public Fields object(String key) {
    return get(key).map(value -> of(key, value)).orElseGet(Fields::none);
  }

  /** An array of objects; absent differs from empty. */
  public Optional<List<Fields>> objects(String key) {
    return get(key).map(value -> objects(key, value));
  }

  /**
   * Reads an array of objects.
   *
   * @throws Refusal 400 for any other value
   */
  public static List<Fields> objects(String what, JsonElement value) {
    if (!value.isJsonArray()) {
      throw wrong(what, "an array", value);
    }
    List<Fields> fields = new ArrayList<>();
    value.getAsJsonArray().forEach(entry -> fields.add(of(what, entry)));
    return fields;
  }

  private Optional<JsonElement> get(String key) {
    @Nullable JsonElement found = null;
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(key) && !entry.getValue().isJsonNull()) {
        found = entry.getValue();
      }
    }
    return Optional.ofNullable(found);
  }

  private static long inRange(String key, JsonPrimitive number) {
    String digits = number.getAsString();
    if (digits.length() <= 20) {
      BigInteger value = new BigInteger(digits);
      if (value.compareTo(MIN) >= 0 && value.compareTo(MAX) <= 0) {
        return value.longValueExact();
      }
    }
    throw wrong(key, "a whole number of 64 bits", number);
  }

  private static Refusal wrong(String key, String expected, JsonElement actual) {
    String text = actual.toString();
    String shown = text.length() <= 40 ? text : text.substring(0, 40) + "...";
    return Refusal.badBody(key + " must be " + expected + ", was " + shown);
  }
}
