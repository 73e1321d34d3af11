package dev.ordeal.bench.histories;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The histories of a store in the words of Porcupine's key-value logs: {@code get} and {@code put}
 * of {@code {key value}}, all strings, at first empty.
 */
public final class KeyValues {

  private KeyValues() {}

  /** The same history in these words. */
  public static History of(History store) {
    var builder = History.builder();
    for (Op op : store) {
      boolean reads = op.f().equals("read");
      if (!reads && !op.f().equals("write")) {
        throw new IllegalArgumentException("only a store's reads and writes are told so: " + op);
      }
      String f = reads ? "get" : "put";
      builder.add(
          new Op(op.index(), op.time(), op.process(), op.type(), f, value(op, reads), op.error()));
    }
    return builder.build();
  }

  private static Map<String, @Nullable Object> value(Op op, boolean reads) {
    if (!(op.value() instanceof List<?> pair)) {
      throw new IllegalArgumentException("a store's value is [key value], not " + op.value());
    }
    String key = String.valueOf(pair.get(0));
    Object value = pair.get(1);
    if (reads && op.type() != Op.Type.OK) {
      return Collections.singletonMap("key", key);
    }
    return Map.of("key", key, "value", value == null ? "" : Objects.toString(value));
  }
}
