package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.ErrorCode;
import dev.ordeal.systems.port.WriteAhead;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one shard, a page each. A page holds the number of the log record whose transaction
 * wrote it last, so that a redo after a crash leaves alone what is newer (the page LSN of Mohan and
 * others, ARIES, 1992). Only what is committed gets into the pages: nothing is ever undone.
 */
final class Shard {
  private final WriteAhead storage;

  Shard(WriteAhead storage) {
    this.storage = storage;
  }

  private static String page(Object key) {
    return (key instanceof Long ? "data/#" : "data/$") + key;
  }

  /** The committed value of a key; null if it was never written. */
  @Nullable Object read(Object key) {
    return storage.read(page(key)).map(page -> page.get("value")).orElse(null);
  }

  /** Writes the pages, which are durable when the storage next says so. */
  void apply(Map<Object, @Nullable Object> writes, long lsn) {
    writes.forEach((key, value) -> storage.write(page(key), Bodies.of("lsn", lsn, "value", value)));
  }

  /** Writes those pages that an older log record wrote last, or none. */
  void redo(Map<Object, @Nullable Object> writes, long lsn) {
    var lost = new LinkedHashMap<Object, @Nullable Object>();
    writes.forEach(
        (key, value) -> {
          long last = storage.read(page(key)).map(page -> Bodies.number(page, "lsn")).orElse(0L);
          if (last < lsn) {
            lost.put(key, value);
          }
        });
    apply(lost, lsn);
  }

  /** Where a transaction finds what it reads. */
  interface View {
    @Nullable Object read(Object key);
  }

  /** Does operations in order, each seeing what those before it did, and changes no page. */
  static Execution execute(List<Op> ops, View view) {
    var values = new ArrayList<@Nullable Object>();
    var writes = new LinkedHashMap<Object, @Nullable Object>();
    for (Op op : ops) {
      Object old = writes.containsKey(op.key()) ? writes.get(op.key()) : view.read(op.key());
      values.add(op.isRead() ? old : null);
      switch (op.f()) {
        case "r" -> {}
        case "append" -> {
          if (old != null && !(old instanceof List)) {
            return refused("append to " + op.key() + ": it holds " + old + ", which is no list");
          }
          writes.put(op.key(), appended((List<?>) old, op.value()));
        }
        case "add" -> {
          if (old != null && !(old instanceof Long)) {
            return refused("add to " + op.key() + ": it holds " + old + ", which is no integer");
          }
          long sum = (old == null ? 0 : (Long) old) + (op.value() instanceof Long more ? more : 0);
          if (sum < 0) {
            return refused("add " + op.value() + " to " + op.key() + ": it would be " + sum);
          }
          writes.put(op.key(), sum);
        }
        default -> writes.put(op.key(), op.value());
      }
    }
    return new Execution.Done(
        Collections.unmodifiableList(values), Collections.unmodifiableMap(writes));
  }

  private static Execution refused(String why) {
    return new Execution.Refused(ErrorCode.PRECONDITION_FAILED, why);
  }

  private static List<@Nullable Object> appended(@Nullable List<?> old, @Nullable Object value) {
    var list = new ArrayList<@Nullable Object>();
    if (old != null) {
      list.addAll(old);
    }
    list.add(value);
    return Collections.unmodifiableList(list);
  }
}
