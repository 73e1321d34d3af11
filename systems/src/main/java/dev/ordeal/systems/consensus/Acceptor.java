package dev.ordeal.systems.consensus;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.WriteAhead;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The acceptor of Rystsov 2018, section 2.2: promises ballots and accepts states, one register per
 * key. What it says is durable before it is said.
 *
 * <p>It is idempotent: a repeated request gets the same answer, so proposers may send again.
 */
final class Acceptor {
  private final WriteAhead storage;
  private final Map<String, Slot> slots = new HashMap<>();

  Acceptor(WriteAhead storage) {
    this.storage = storage;
  }

  /** What one register knows. */
  private static final class Slot {
    private final String record;
    private long promised = Ballot.ZERO;
    private long accepted = Ballot.ZERO;
    private List<Long> lineage = List.of();
    private @Nullable Map<String, @Nullable Object> state;

    /** In memory only: what was accepted before the start, and since then by proposer. */
    private long acceptedBefore = Ballot.ZERO;

    private final Map<Long, Long> acceptedOf = new HashMap<>();

    private Slot(String record) {
      this.record = record;
    }

    /** Whether it is sure that the ballot was never accepted here. */
    private boolean neverAccepted(long ballot) {
      long greatest = acceptedOf.getOrDefault(Ballot.proposerOf(ballot), Ballot.ZERO);
      return ballot > Math.max(acceptedBefore, greatest);
    }
  }

  /** Tells what was accepted, promising nothing. */
  void peek(Map<String, @Nullable Object> request, Consumer<Map<String, @Nullable Object>> reply) {
    answer(known("peeked", request, slot(Bodies.text(request, "key"))), reply);
  }

  /** Promises to accept nothing below the ballot, and tells what was accepted so far. */
  void prepare(
      Map<String, @Nullable Object> request, Consumer<Map<String, @Nullable Object>> reply) {
    Slot slot = slot(Bodies.text(request, "key"));
    long ballot = Bodies.number(request, "ballot");
    if (ballot < slot.promised) {
      answer(conflict(request, slot), reply);
      return;
    }
    if (ballot > slot.promised) {
      slot.promised = ballot;
      save(slot);
    }
    answer(known("promise", request, slot), reply);
  }

  /**
   * Accepts a state unless a greater ballot was promised. With it the proposer's next ballot is
   * promised, which saves the proposer the next prepare (section 2.2.1, one-round-trip
   * optimization).
   */
  void accept(
      Map<String, @Nullable Object> request, Consumer<Map<String, @Nullable Object>> reply) {
    Slot slot = slot(Bodies.text(request, "key"));
    long ballot = Bodies.number(request, "ballot");
    if (ballot != slot.accepted) {
      if (ballot < slot.promised) {
        answer(conflict(request, slot), reply);
        return;
      }
      slot.promised = Ballot.next(ballot);
      slot.accepted = ballot;
      slot.acceptedOf.put(Ballot.proposerOf(ballot), ballot);
      slot.lineage = Bodies.numbers(request, "lineage");
      slot.state = Bodies.fieldsOrNull(request, "state");
      save(slot);
    }
    answer(Bodies.of("type", "accepted", "round", request.get("round")), reply);
  }

  private static Map<String, @Nullable Object> known(
      String type, Map<String, @Nullable Object> request, Slot slot) {
    return Bodies.of(
        "type",
        type,
        "round",
        request.get("round"),
        "ballot",
        slot.accepted,
        "lineage",
        slot.lineage,
        "state",
        slot.state);
  }

  private static Map<String, @Nullable Object> conflict(
      Map<String, @Nullable Object> request, Slot slot) {
    return Bodies.of(
        "type",
        "conflict",
        "round",
        request.get("round"),
        "ballot",
        slot.promised,
        "never",
        slot.neverAccepted(Bodies.number(request, "ballot")));
  }

  private void answer(
      Map<String, @Nullable Object> body, Consumer<Map<String, @Nullable Object>> reply) {
    storage.whenDurable(() -> reply.accept(body));
  }

  private Slot slot(String key) {
    Slot slot = slots.get(key);
    if (slot == null) {
      slot = load(key);
      slots.put(key, slot);
    }
    return slot;
  }

  private Slot load(String key) {
    var slot = new Slot("register/" + key);
    Map<String, @Nullable Object> saved = storage.read(slot.record).orElse(null);
    if (saved != null) {
      slot.promised = Bodies.number(saved, "promised");
      slot.accepted = Bodies.number(saved, "ballot");
      slot.acceptedBefore = slot.accepted;
      slot.lineage = Bodies.numbers(saved, "lineage");
      slot.state = Bodies.fieldsOrNull(saved, "state");
    }
    return slot;
  }

  private void save(Slot slot) {
    storage.write(
        slot.record,
        Bodies.of(
            "promised",
            slot.promised,
            "ballot",
            slot.accepted,
            "lineage",
            slot.lineage,
            "state",
            slot.state));
  }
}
