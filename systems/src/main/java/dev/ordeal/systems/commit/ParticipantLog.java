package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.WriteAhead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A participant's write-ahead log: what it voted yes on, with all that it needs to keep its word
 * after a crash, and how that ended (Bernstein, Hadzilacos, Goodman 1987, section 7.5).
 *
 * <p>A record stays until its pages are durable; then its slot is taken by another one. So the log
 * never grows beyond {@link #SLOTS} records, and is read whole at a restart.
 */
final class ParticipantLog {
  static final int SLOTS = 512;

  private final WriteAhead storage;
  private final TreeSet<Integer> free = new TreeSet<>();
  private long lsn;

  /** How a transaction stands at this participant. */
  enum State {
    /** It voted yes, and does not know the decision. */
    PREPARED,
    COMMITTED,
    ABORTED
  }

  /**
   * One record.
   *
   * @param slot where it is kept
   * @param lsn its log sequence number
   * @param request what was asked
   * @param writes the new values by key: what to redo
   */
  record Entry(
      int slot, long lsn, State state, Prepare request, Map<Object, @Nullable Object> writes) {
    Entry as(State ended) {
      return new Entry(slot, lsn, ended, request, writes);
    }
  }

  ParticipantLog(WriteAhead storage) {
    this.storage = storage;
    for (int slot = 0; slot < SLOTS; slot++) {
      free.add(slot);
    }
  }

  /** All records that a former life left. */
  List<Entry> load() {
    var entries = new ArrayList<Entry>();
    for (int slot = 0; slot < SLOTS; slot++) {
      Map<String, @Nullable Object> saved = storage.read(record(slot)).orElse(null);
      if (saved != null) {
        entries.add(entry(slot, saved));
        lsn = Math.max(lsn, Bodies.number(saved, "lsn"));
        free.remove(slot);
      }
    }
    return entries;
  }

  /** Writes that a transaction is prepared; null if the log is full. */
  @Nullable Entry prepare(Prepare request, Map<Object, @Nullable Object> writes) {
    Integer slot = free.pollFirst();
    if (slot == null) {
      return null;
    }
    var entry = new Entry(slot, ++lsn, State.PREPARED, request, writes);
    write(entry);
    return entry;
  }

  /** Writes how it ended. */
  void end(Entry entry, State ended) {
    write(entry.as(ended));
  }

  /** Its end and its pages are durable: nobody will need it again. */
  void forget(Entry entry) {
    free.add(entry.slot);
  }

  private static String record(int slot) {
    return "log/" + slot;
  }

  private void write(Entry entry) {
    storage.write(
        record(entry.slot),
        Bodies.of(
            "lsn",
            entry.lsn,
            "state",
            entry.state.name(),
            "request",
            entry.request.body(),
            "writes",
            pairs(entry.writes)));
  }

  private static Entry entry(int slot, Map<String, @Nullable Object> saved) {
    var writes = new LinkedHashMap<Object, @Nullable Object>();
    if (saved.get("writes") instanceof List<?> pairs) {
      for (Object pair : pairs) {
        if (pair instanceof List<?> parts) {
          writes.put(Objects.requireNonNull(parts.get(0)), parts.get(1));
        }
      }
    }
    return new Entry(
        slot,
        Bodies.number(saved, "lsn"),
        State.valueOf(Bodies.text(saved, "state")),
        Prepare.in(Bodies.fields(saved, "request")),
        writes);
  }

  /** Keys may be integers, which the names of fields cannot. */
  private static List<@Nullable Object> pairs(Map<Object, @Nullable Object> writes) {
    var pairs = new ArrayList<@Nullable Object>();
    writes.forEach(
        (key, value) -> pairs.add(Collections.unmodifiableList(Arrays.asList(key, value))));
    return Collections.unmodifiableList(pairs);
  }
}
