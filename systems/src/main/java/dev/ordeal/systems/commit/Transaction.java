package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Bodies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A transaction at its coordinator. */
final class Transaction {
  /** How far it has come. */
  enum State {
    /** Not all votes are in; it may still be aborted for any reason. */
    VOTING,
    /** All voted yes, and the decision is being written. */
    DECIDING,
    /** The decision to commit is durable; not all participants have carried it out. */
    COMMITTED
  }

  final TxnId txn;
  final long age;
  final long slot;
  final List<Op> ops;
  private @Nullable Consumer<Map<String, @Nullable Object>> client;

  /** Which operations each participant does, by their place. */
  final Map<String, List<Integer>> parts;

  /** Of whom an answer is due: a vote, or later an acknowledgement. */
  final Set<String> awaited;

  private final List<@Nullable Object> values;
  State state = State.VOTING;
  long since;
  int told;
  Runnable cancelTimer = () -> {};

  Transaction(
      TxnId txn,
      long age,
      long slot,
      List<Op> ops,
      Shards shards,
      Consumer<Map<String, @Nullable Object>> client) {
    this.txn = txn;
    this.age = age;
    this.slot = slot;
    this.ops = ops;
    this.client = client;
    this.parts = new LinkedHashMap<>();
    this.values = new ArrayList<>();
    for (int i = 0; i < ops.size(); i++) {
      parts.computeIfAbsent(shards.of(ops.get(i).key()), shard -> new ArrayList<>()).add(i);
      values.add(ops.get(i).value());
    }
    this.awaited = new LinkedHashSet<>(parts.keySet());
  }

  /** One that a former life decided to commit: only its acknowledgements are due. */
  Transaction(DecisionLog.Pending pending) {
    this.txn = pending.txn();
    this.age = 0;
    this.slot = pending.slot();
    this.ops = List.of();
    this.parts = new LinkedHashMap<>();
    this.values = List.of();
    pending.participants().forEach(name -> parts.put(name, List.of()));
    this.awaited = new LinkedHashSet<>(parts.keySet());
    this.state = State.COMMITTED;
  }

  /** Answers the client, unless it was answered before. */
  void answer(Map<String, @Nullable Object> answer) {
    Consumer<Map<String, @Nullable Object>> waiting = client;
    client = null;
    if (waiting != null) {
      waiting.accept(answer);
    }
  }

  boolean readsOnly() {
    return slot < 0;
  }

  static boolean writesNothing(List<Op> ops) {
    return ops.stream().allMatch(Op::isRead);
  }

  /** What one participant is to do. */
  List<Op> part(String participant) {
    return parts.getOrDefault(participant, List.of()).stream().map(ops::get).toList();
  }

  /** Takes what a participant read. */
  void learn(String participant, List<?> read) {
    List<Integer> places = parts.getOrDefault(participant, List.of());
    for (int i = 0; i < places.size() && i < read.size(); i++) {
      if (ops.get(places.get(i)).isRead()) {
        values.set(places.get(i), read.get(i));
      }
    }
  }

  void become(State next, long now) {
    cancelTimer.run();
    cancelTimer = () -> {};
    state = next;
    since = now;
  }

  DecisionLog.Pending pending() {
    return new DecisionLog.Pending(txn, slot, parts.keySet());
  }

  /** The answer to the client if it commits. */
  Map<String, @Nullable Object> done() {
    var shown = new ArrayList<@Nullable Object>();
    for (int i = 0; i < ops.size(); i++) {
      shown.add(ops.get(i).plain(values.get(i)));
    }
    return Bodies.of("type", "txn_ok", "ops", Collections.unmodifiableList(shown));
  }
}
