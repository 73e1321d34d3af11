package dev.ordeal.harness.cluster.simulated;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map of plain data, sorted by key, in two arrays.
 *
 * <p>A body has a handful of keys: scanning them is faster than hashing, copying them is two small
 * arrays, and their order is the same in every JVM, which that of {@link Map#of} is not.
 */
final class PlainMap extends AbstractMap<String, @Nullable Object> {
  private static final int SCAN_UP_TO = 8;
  private static final int SORT_FROM = 32;

  private final String[] keys;
  private final @Nullable Object[] values;

  private PlainMap(String[] keys, @Nullable Object[] values) {
    this.keys = keys;
    this.values = values;
  }

  static PlainMap copy(Map<?, ?> source) {
    int size = source.size();
    var keys = new String[size];
    var values = new Object[size];
    int at = 0;
    for (var entry : size > SORT_FROM ? sorted(source).entrySet() : source.entrySet()) {
      insert(keys, values, at++, text(entry.getKey()), WireCopy.value(entry.getValue()));
    }
    return new PlainMap(keys, values);
  }

  /** Inserting one by one is quadratic unless the keys come in order. */
  private static Map<?, ?> sorted(Map<?, ?> source) {
    var sorted = new TreeMap<String, @Nullable Object>();
    source.forEach((key, value) -> sorted.put(text(key), value));
    return sorted;
  }

  private static String text(@Nullable Object key) {
    if (key instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("the key " + key + " cannot travel: keys are strings");
  }

  /** This map with one key more, or with another value for it. */
  PlainMap with(String key, Object value) {
    int found = find(key);
    if (found >= 0) {
      var changed = values.clone();
      changed[found] = value;
      return new PlainMap(keys, changed);
    }
    var moreKeys = Arrays.copyOf(keys, keys.length + 1);
    var moreValues = Arrays.copyOf(values, keys.length + 1);
    insert(moreKeys, moreValues, keys.length, key, value);
    return new PlainMap(moreKeys, moreValues);
  }

  private static void insert(
      String[] keys, @Nullable Object[] values, int size, String key, @Nullable Object value) {
    int at = size;
    while (at > 0 && keys[at - 1].compareTo(key) > 0) {
      keys[at] = keys[at - 1];
      values[at] = values[at - 1];
      at--;
    }
    keys[at] = key;
    values[at] = value;
  }

  private int find(@Nullable Object key) {
    if (!(key instanceof String text)) {
      return -1;
    }
    if (keys.length > SCAN_UP_TO) {
      return Arrays.binarySearch(keys, text);
    }
    for (int at = 0; at < keys.length; at++) {
      if (keys[at].equals(text)) {
        return at;
      }
    }
    return -1;
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    int at = find(key);
    return at < 0 ? null : values[at];
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return find(key) >= 0;
  }

  @Override
  public int size() {
    return keys.length;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super @Nullable Object> action) {
    for (int at = 0; at < keys.length; at++) {
      action.accept(keys[at], values[at]);
    }
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Map.Entry<String, @Nullable Object>> {
    @Override
    public int size() {
      return keys.length;
    }

    @Override
    public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
      return new Iterator<>() {
        private int at;

        @Override
        public boolean hasNext() {
          return at < keys.length;
        }

        @Override
        public Map.Entry<String, @Nullable Object> next() {
          if (at == keys.length) {
            throw new NoSuchElementException();
          }
          var entry = new SimpleImmutableEntry<String, @Nullable Object>(keys[at], values[at]);
          at++;
          return entry;
        }
      };
    }
  }
}
