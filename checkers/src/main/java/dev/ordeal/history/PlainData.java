package dev.ordeal.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the values of a history may be: null, booleans, longs, doubles, strings, and lists and
 * string-keyed maps of these, all immutable; whatever JSON can say.
 */
public final class PlainData {

  private PlainData() {}

  /**
   * The plain form of a value: small integers become long, floats double, other collections lists.
   *
   * @throws IllegalArgumentException if it, or something in it, is not plain data
   */
  public static @Nullable Object of(@Nullable Object value) {
    if (value == null
        || value instanceof String
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof Plain) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Double || value instanceof Float) {
      return finite(((Number) value).doubleValue());
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof Map<?, ?> map) {
      return ofMap(map);
    }
    if (value instanceof Collection<?> items) {
      return ofItems(items);
    }
    throw new IllegalArgumentException(
        "a value of type "
            + value.getClass().getName()
            + " is not plain data: use null, booleans, numbers, strings, lists and maps of these");
  }

  private static Double finite(double number) {
    if (Double.isFinite(number)) {
      return number;
    }
    throw new IllegalArgumentException(number + " is not plain data: JSON has no such number");
  }

  private static List<@Nullable Object> ofItems(Collection<?> items) {
    var plain = new ArrayList<@Nullable Object>(items.size());
    for (Object item : items) {
      plain.add(of(item));
    }
    return new PlainList(plain);
  }

  private static Map<String, @Nullable Object> ofMap(Map<?, ?> map) {
    var plain = new LinkedHashMap<String, @Nullable Object>();
    map.forEach(
        (key, item) -> {
          if (!(key instanceof String name)) {
            throw new IllegalArgumentException("a map key is not a string: " + key);
          }
          plain.put(name, of(item));
        });
    return new PlainMap(plain);
  }

  /** Marks what was checked once, so that it is not walked again. */
  private interface Plain {}

  private static final class PlainList extends java.util.AbstractList<@Nullable Object>
      implements Plain, java.util.RandomAccess {
    private final List<@Nullable Object> items;

    PlainList(List<@Nullable Object> items) {
      this.items = items;
    }

    @Override
    public @Nullable Object get(int index) {
      return items.get(index);
    }

    @Override
    public int size() {
      return items.size();
    }
  }

  private static final class PlainMap extends java.util.AbstractMap<String, @Nullable Object>
      implements Plain {
    private final Map<String, @Nullable Object> entries;

    PlainMap(Map<String, @Nullable Object> entries) {
      this.entries = entries;
    }

    @Override
    public java.util.Set<Map.Entry<String, @Nullable Object>> entrySet() {
      return Collections.unmodifiableMap(entries).entrySet();
    }

    @Override
    public @Nullable Object get(Object key) {
      return entries.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
      return entries.containsKey(key);
    }
  }
}
