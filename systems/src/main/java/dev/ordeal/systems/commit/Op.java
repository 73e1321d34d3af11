package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.MalformedBodyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a transaction.
 *
 * @param f {@code r} reads, {@code w} writes, {@code append} adds an element to a list, {@code add}
 *     adds to a number that must not go below zero
 * @param key a string or a long
 * @param value what to write, append or add; null for a read
 */
record Op(String f, Object key, @Nullable Object value) {

  /**
   * The operations in a body's field {@code ops}: a list of {@code [f, key, value]}.
   *
   * @throws MalformedBodyException if it is anything else
   */
  static List<Op> in(Map<String, @Nullable Object> body) {
    if (body.get("ops") instanceof List<?> items) {
      var ops = new ArrayList<Op>(items.size());
      for (Object item : items) {
        ops.add(of(item));
      }
      return ops;
    }
    throw new MalformedBodyException("the field 'ops' is missing, or not a list");
  }

  private static Op of(@Nullable Object item) {
    if (item instanceof List<?> parts
        && parts.size() == 3
        && parts.get(0) instanceof String f
        && (parts.get(1) instanceof String || parts.get(1) instanceof Long)) {
      Object key = parts.get(1);
      Object value = parts.get(2);
      switch (f) {
        case "r" -> {
          return new Op(f, key, null);
        }
        case "w", "append" -> {
          return new Op(f, key, value);
        }
        case "add" -> {
          if (value instanceof Long) {
            return new Op(f, key, value);
          }
        }
        default -> {}
      }
    }
    throw new MalformedBodyException(
        item
            + " is no operation: [f, key, value] with f one of r, w, append, add (of a long),"
            + " and a key that is a string or a long");
  }

  boolean isRead() {
    return f.equals("r");
  }

  /** As plain data, with this as its value. */
  List<@Nullable Object> plain(@Nullable Object shown) {
    return Collections.unmodifiableList(Arrays.asList(f, key, shown));
  }

  /** As plain data. */
  static List<@Nullable Object> plain(List<Op> ops) {
    var items = new ArrayList<@Nullable Object>(ops.size());
    for (Op op : ops) {
      items.add(op.plain(op.value()));
    }
    return Collections.unmodifiableList(items);
  }
}
