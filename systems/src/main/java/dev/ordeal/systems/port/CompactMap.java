package dev.ordeal.systems.port;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map of a few fields in a fixed order. A body is made for every message and has less
 * than ten fields: a scan of one array beats hashing, and Map.of would order them anew in every
 * JVM.
 */
final class CompactMap extends AbstractMap<String, @Nullable Object> {
  private final @Nullable Object[] items;

  CompactMap(@Nullable Object[] items) {
    this.items = items;
  }

  static CompactMap append(
      Map<String, @Nullable Object> body, String name, @Nullable Object value) {
    var items = new @Nullable Object[2 * body.size() + 2];
    int at = 0;
    for (Map.Entry<String, @Nullable Object> field : body.entrySet()) {
      items[at++] = field.getKey();
      items[at++] = field.getValue();
    }
    items[at++] = name;
    items[at] = value;
    return new CompactMap(items);
  }

  private int find(@Nullable Object name) {
    for (int i = 0; i < items.length; i += 2) {
      Object here = items[i];
      if (here == name || (here != null && here.equals(name))) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public @Nullable Object get(@Nullable Object name) {
    int found = find(name);
    return found < 0 ? null : items[found + 1];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return find(name) >= 0;
  }

  @Override
  public int size() {
    return items.length / 2;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super @Nullable Object> action) {
    for (int i = 0; i < items.length; i += 2) {
      action.accept((String) items[i], items[i + 1]);
    }
  }

  @Override
  public Set<Map.Entry<String, @Nullable Object>> entrySet() {
    return new Fields();
  }

  private final class Fields extends AbstractSet<Map.Entry<String, @Nullable Object>> {
    @Override
    public int size() {
      return items.length / 2;
    }

    @Override
    public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < items.length;
        }

        @Override
        public Map.Entry<String, @Nullable Object> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          next += 2;
          return new SimpleImmutableEntry<>((String) items[next - 2], items[next - 1]);
        }
      };
    }
  }
}
