package dev.ordeal.systems.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as its client saw it.
 *
 * @param began when it was sent, in virtual time
 * @param ended when it was answered; the end of time if it never was, or with an error that leaves
 *     open whether it happened
 * @param values what the operations came to, if it committed
 */
record Seen(
    List<List<@Nullable Object>> ops,
    long began,
    long ended,
    Outcome outcome,
    List<@Nullable Object> values) {

  enum Outcome {
    OK,
    FAIL,
    INFO
  }

  static Seen of(
      List<List<@Nullable Object>> ops,
      long began,
      long ended,
      @Nullable Map<String, @Nullable Object> answer) {
    if (answer != null && "txn_ok".equals(answer.get("type"))) {
      return new Seen(ops, began, ended, Outcome.OK, TxnClient.values(answer));
    }
    boolean open = answer == null || Long.valueOf(0).equals(answer.get("code"));
    return open
        ? new Seen(ops, began, Long.MAX_VALUE, Outcome.INFO, List.of())
        : new Seen(ops, began, ended, Outcome.FAIL, List.of());
  }

  /** The elements that it appends to a key, in order. */
  List<Object> appends(Object key) {
    var elements = new ArrayList<Object>();
    for (List<@Nullable Object> op : ops) {
      if ("append".equals(op.get(0)) && key.equals(op.get(1))) {
        elements.add(Objects.requireNonNull(op.get(2)));
      }
    }
    return elements;
  }
}
