package dev.ordeal.systems.commit;

import dev.ordeal.systems.port.Bodies;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a coordinator asks of a participant: to do these operations, and to vote.
 *
 * @param age by which conflicts are settled: the smaller, the older
 * @param slot where the decision will be found; negative if there will be none, since nothing is
 *     written
 * @param lives all participants, each in the life that is asked
 * @param ops what this participant is to do
 */
record Prepare(TxnId txn, long age, long slot, Map<String, Long> lives, List<Op> ops) {

  /** Whether the transaction writes nothing, here or anywhere. */
  boolean readsOnly() {
    return slot < 0;
  }

  static Prepare in(Map<String, @Nullable Object> body) {
    var lives = new LinkedHashMap<String, Long>();
    Map<String, @Nullable Object> given = Bodies.fields(body, "lives");
    given.keySet().forEach(node -> lives.put(node, Bodies.number(given, node)));
    return new Prepare(
        TxnId.in(body),
        Bodies.number(body, "age"),
        Bodies.number(body, "slot"),
        lives,
        Op.in(body));
  }

  Map<String, @Nullable Object> body() {
    return Bodies.of(
        "type",
        "execute",
        "txn",
        txn.toString(),
        "age",
        age,
        "slot",
        slot,
        "lives",
        Collections.unmodifiableMap(lives),
        "ops",
        Op.plain(ops));
  }
}
