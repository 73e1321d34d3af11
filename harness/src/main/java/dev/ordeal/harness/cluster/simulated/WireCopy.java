package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.history.PlainData;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Copies what is sent into what a wire would have delivered: {@linkplain PlainData plain data} that
 * nobody can change, maps in the order of their keys. What was copied once is recognised and
 * shared.
 */
final class WireCopy {
  private WireCopy() {}

  /** The copy of a message's body or a record. */
  static PlainMap map(Map<?, ? extends @Nullable Object> source) {
    return source instanceof PlainMap plain ? plain : PlainMap.copy(source);
  }

  /**
   * The copy of any value.
   *
   * @throws IllegalArgumentException if a real wire could not carry it
   */
  static @Nullable Object value(@Nullable Object source) {
    if (source instanceof String || source instanceof Long || source == null) {
      return source;
    } else if (source instanceof Map<?, ?> map) {
      return map(map);
    } else if (source instanceof List<?> list) {
      return list instanceof PlainList ? list : new PlainList(list);
    }
    return PlainData.of(source);
  }

  private static final class PlainList extends AbstractList<@Nullable Object>
      implements RandomAccess {
    private final @Nullable Object[] values;

    PlainList(List<?> source) {
      values = new Object[source.size()];
      int at = 0;
      for (Object value : source) {
        values[at++] = value(value);
      }
    }

    @Override
    public @Nullable Object get(int index) {
      return values[index];
    }

    @Override
    public int size() {
      return values.length;
    }
  }
}
