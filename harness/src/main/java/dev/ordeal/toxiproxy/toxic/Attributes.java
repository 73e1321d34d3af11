package dev.ordeal.toxiproxy.toxic;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The settings of a toxic: a number for every attribute of its type. */
public record Attributes(Map<String, Number> values) {
  /** Copies the map, in its order. */
  public Attributes {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** A whole number. */
  public long whole(String name) {
    return value(name).longValue();
  }

  /** A number with decimals. */
  public double fraction(String name) {
    return value(name).doubleValue();
  }

  /** An attribute of milliseconds, in nanoseconds; for ever where that is too many. */
  public long millisToNanos(String name) {
    return TimeUnit.MILLISECONDS.toNanos(whole(name));
  }

  private Number value(String name) {
    Number value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no attribute " + name + " in " + values.keySet());
    }
    return value;
  }
}
