package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.WriteAhead;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A decision log on the coordinator's own disk. A decision is made when its record is durable; the
 * end of a transaction is written too, but not waited for: without it the decision is merely sent
 * once more after a restart.
 */
final class LocalDecisionLog implements DecisionLog {
  static final int SLOTS = 128;

  private final WriteAhead storage;
  private final TreeSet<Long> free = new TreeSet<>();

  LocalDecisionLog(WriteAhead storage) {
    this.storage = storage;
    for (long slot = 0; slot < SLOTS; slot++) {
      free.add(slot);
    }
  }

  private static String record(long slot) {
    return "decision/" + slot;
  }

  @Override
  public List<Pending> load() {
    var pending = new ArrayList<Pending>();
    for (long slot = 0; slot < SLOTS; slot++) {
      Map<String, @Nullable Object> saved = storage.read(record(slot)).orElse(null);
      if (saved != null && !Boolean.TRUE.equals(saved.get("ended"))) {
        free.remove(slot);
        pending.add(new Pending(TxnId.in(saved), slot, names(saved)));
      }
    }
    return pending;
  }

  @Override
  public boolean wouldKnow(TxnId txn) {
    return true;
  }

  @Override
  public void reserve(Consumer<Long> found, Consumer<Pending> unfinished) {
    Long slot = free.pollFirst();
    found.accept(slot == null ? -1 : slot);
  }

  @Override
  public void commit(Pending pending, Consumer<Fate> decided) {
    storage.write(
        record(pending.slot()),
        Bodies.of(
            "txn", pending.txn().toString(), "participants", List.copyOf(pending.participants())));
    storage.whenDurable(() -> decided.accept(Fate.COMMITTED));
  }

  @Override
  public void end(TxnId txn, long slot) {
    storage
        .read(record(slot))
        .filter(saved -> txn.equals(TxnId.in(saved)))
        .ifPresent(
            saved -> storage.write(record(slot), Bodies.of("txn", txn.toString(), "ended", true)));
    free.add(slot);
  }

  /** The names in the field {@code participants}. */
  static Collection<String> names(Map<String, @Nullable Object> saved) {
    var names = new ArrayList<String>();
    if (saved.get("participants") instanceof List<?> items) {
      items.forEach(item -> names.add(String.valueOf(item)));
    }
    return names;
  }
}
