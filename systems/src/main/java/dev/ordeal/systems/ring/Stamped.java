package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value with the version under which it was written: of two, the one with the greater version
 * counts, and no two writes have the same version.
 *
 * @param number the greater, the newer: a counter or a time
 * @param by the number of the write itself, which tells apart two that counted alike
 */
record Stamped(long number, long by, @Nullable Object value) {
  /** Of a key that was never written. */
  static final Stamped NONE = new Stamped(0, 0, null);

  boolean newerThan(Stamped other) {
    return number != other.number ? number > other.number : by > other.by;
  }

  Map<String, @Nullable Object> body() {
    return Bodies.of("number", number, "by", by, "value", value);
  }

  static Stamped of(@Nullable Map<String, @Nullable Object> body) {
    return body == null
        ? NONE
        : new Stamped(Bodies.number(body, "number"), Bodies.number(body, "by"), body.get("value"));
  }

  /** Version and value, for reports. */
  String text() {
    return number + "." + by + ":" + value;
  }
}
