package dev.ordeal.history;

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

  /** How deep lists and maps may nest: every format that is read here can say that much. */
  public static final int MAX_DEPTH = 64;

  private PlainData() {}

  /**
   * The plain form of a value: small integers become long, floats double, other collections lists.
   *
   * @throws IllegalArgumentException if it, or something in it, is not plain data
   */
  public static @Nullable Object of(@Nullable Object value) {
    if (value == null
        || value instanceof Long
        || value instanceof Boolean
        || value instanceof Plain) {
      return value;
    }
    if (value instanceof String string) {
      return text(string);
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

  /** The string, with U+FFFD for halves of surrogate pairs: no UTF-8, so no file, can say them. */
  static String text(String string) {
    for (int i = 0; i < string.length(); i++) {
      if (Character.isSurrogate(string.charAt(i))) {
        return string
            .codePoints()
            .map(point -> point >= 0xd800 && point <= 0xdfff ? 0xfffd : point)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
      }
    }
    return string;
  }

  private static Double finite(double number) {
    if (Double.isFinite(number)) {
      return number;
    }
    throw new IllegalArgumentException(number + " is not plain data: JSON has no such number");
  }

  private static List<@Nullable Object> ofItems(Collection<?> items) {
    var plain = items.toArray(new @Nullable Object[0]);
    for (int i = 0; i < plain.length; i++) {
      plain[i] = of(plain[i]);
    }
    return list(plain);
  }

  /** A plain list of items that are plain already, and that nobody else will change. */
  static List<@Nullable Object> list(@Nullable Object[] plainItems) {
    int deepest = 0;
    for (Object item : plainItems) {
      deepest = Math.max(deepest, depth(item));
    }
    return new PlainList(plainItems, checked(deepest) + 1);
  }

  /** A plain map of values that are plain already, and that nobody else will change. */
  static Map<String, @Nullable Object> map(Map<String, @Nullable Object> plainEntries) {
    return new PlainMap(plainEntries, depthAbove(plainEntries.values()));
  }

  private static int depthAbove(Collection<@Nullable Object> items) {
    int deepest = 0;
    for (Object item : items) {
      deepest = Math.max(deepest, depth(item));
    }
    return checked(deepest) + 1;
  }

  private static int depth(@Nullable Object item) {
    return item instanceof Plain plain ? plain.depth() : 0;
  }

  private static int checked(int depth) {
    if (depth >= MAX_DEPTH) {
      throw new IllegalArgumentException(
          "a value nests deeper than " + MAX_DEPTH + " lists and maps: flatten it");
    }
    return depth;
  }

  private static Map<String, @Nullable Object> ofMap(Map<?, ?> map) {
    var plain = new LinkedHashMap<String, @Nullable Object>();
    map.forEach(
        (key, item) -> {
          if (!(key instanceof String name)) {
            throw new IllegalArgumentException("a map key is not a string: " + key);
          }
          plain.put(text(name), of(item));
        });
    return map(plain);
  }

  /** Marks what was checked once, so that it is not walked again. */
  private interface Plain {
    /** How many lists and maps lie within each other here, from 1. */
    int depth();
  }

  /** A plain list that reads its items when it is asked. */
  abstract static class View extends java.util.AbstractList<@Nullable Object>
      implements Plain, java.util.RandomAccess {
    @Override
    public int depth() {
      return depthAbove(this);
    }
  }

  private static final class PlainList extends java.util.AbstractList<@Nullable Object>
      implements Plain, java.util.RandomAccess {
    private final @Nullable Object[] items;
    private final int depth;

    PlainList(@Nullable Object[] items, int depth) {
      this.items = items;
      this.depth = depth;
    }

    @Override
    public int depth() {
      return depth;
    }

    @Override
    public @Nullable Object get(int index) {
      return items[index];
    }

    @Override
    public int size() {
      return items.length;
    }
  }

  private static final class PlainMap extends java.util.AbstractMap<String, @Nullable Object>
      implements Plain {
    private final Map<String, @Nullable Object> entries;
    private final int depth;

    PlainMap(Map<String, @Nullable Object> entries, int depth) {
      this.entries = entries;
      this.depth = depth;
    }

    @Override
    public int depth() {
      return depth;
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
