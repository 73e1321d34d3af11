package dev.ordeal.workloads;

import dev.ordeal.harness.client.ErrorCodes;
import dev.ordeal.harness.cluster.simulated.SimulatedHost;
import dev.ordeal.harness.cluster.simulated.SimulatedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node that serves transactions on one map: sound, unless it is made with a flaw. Some requests
 * it refuses, and some it never answers, of which it carries out some, now or later.
 */
final class MemoryTransactions implements SimulatedNode {

  /** What may be wrong with it. */
  enum Flaw {
    NONE,
    COMMITS_BY_HALF,
    COMMITS_BY_HALF_UNSEEN,
    COMMITS_ONE_AFTER_THE_OTHER,
    WRITES_WHAT_IT_READ_BEFORE,
    SHOWS_WHAT_IT_ABORTS,
    FORGETS,
    REPEATS,
    GOES_BELOW_ZERO,
    STAYS_IN_DOUBT,
    NEVER_ANSWERS
  }

  private static final Duration SOON = Duration.ofMillis(50);
  private static final int RARELY = 12;
  private static final int VERY_RARELY = 40;

  private final Flaw flaw;
  private final Map<Object, Object> store = new HashMap<>();
  private @Nullable SimulatedHost host;

  MemoryTransactions(Flaw flaw) {
    this.flaw = flaw;
  }

  @Override
  public void start(SimulatedHost newHost) {
    host = newHost;
  }

  private SimulatedHost host() {
    return Objects.requireNonNull(host);
  }

  @Override
  public void receive(String src, Map<String, @Nullable Object> body) {
    if (flaw == Flaw.NEVER_ANSWERS) {
      return;
    }
    if (body.get("type").equals("doubts")) {
      List<String> ids = flaw == Flaw.STAYS_IN_DOUBT ? List.of("n1.7") : List.of();
      answer(src, body, "doubts_ok", "txns", ids);
      return;
    }
    var ops = (List<?>) Objects.requireNonNull(body.get("ops"));
    int dice = host().random().nextInt(VERY_RARELY);
    if (dice < 3) {
      refuse(src, body, ops);
    } else if (dice == 3) {
      leaveUnanswered(ops);
    } else {
      serve(src, body, ops);
    }
  }

  private void refuse(String src, Map<String, @Nullable Object> body, List<?> ops) {
    if (flaw == Flaw.SHOWS_WHAT_IT_ABORTS) {
      var before = new HashMap<>(store);
      run(ops, store);
      host()
          .after(
              SOON,
              () -> {
                store.keySet().retainAll(before.keySet());
                store.putAll(before);
              });
    }
    error(src, body, ErrorCodes.TXN_CONFLICT);
  }

  private void leaveUnanswered(List<?> ops) {
    if (flaw == Flaw.COMMITS_BY_HALF_UNSEEN) {
      run(ops.subList(0, ops.size() / 2), store);
      return;
    }
    switch (host().random().nextInt(3)) {
      case 0 -> run(ops, store);
      case 1 -> host().after(SOON, () -> run(ops, store));
      default -> {}
    }
  }

  private void serve(String src, Map<String, @Nullable Object> body, List<?> ops) {
    boolean wrong = host().random().nextInt(RARELY) == 0;
    if (wrong && flaw == Flaw.WRITES_WHAT_IT_READ_BEFORE) {
      var copy = new HashMap<>(store);
      var answer = run(ops, copy);
      host()
          .after(
              SOON,
              () -> {
                ops.forEach(op -> keep(copy, ((List<?>) op).get(1)));
                answer(src, body, answer);
              });
      return;
    }
    var before = new HashMap<>(store);
    var answer = run(ops, store);
    if (wrong && !answer.isEmpty()) {
      spoil(ops, before);
    }
    answer(src, body, answer);
  }

  private void keep(Map<Object, Object> other, @Nullable Object key) {
    Object value = other.get(key);
    if (key != null && value != null) {
      store.put(key, value);
    }
  }

  /** Undoes or redoes what was done, as the flaw says. */
  private void spoil(List<?> ops, Map<Object, Object> before) {
    switch (flaw) {
      case COMMITS_BY_HALF -> {
        revert(before);
        run(ops.subList(0, ops.size() / 2), store);
      }
      case COMMITS_ONE_AFTER_THE_OTHER -> {
        revert(before);
        run(ops.subList(0, ops.size() / 2), store);
        host().after(SOON, () -> run(ops.subList(ops.size() / 2, ops.size()), store));
      }
      case FORGETS -> revert(before);
      case REPEATS -> run(ops, store);
      default -> {}
    }
  }

  private void revert(Map<Object, Object> before) {
    store.clear();
    store.putAll(before);
  }

  /** What a transaction answers; nothing, and then it changed nothing, if it must not be. */
  private List<Object> run(List<?> ops, Map<Object, Object> target) {
    var changed = new HashMap<>(target);
    var answer = new ArrayList<Object>();
    for (Object one : ops) {
      var op = (List<?>) one;
      Object key = Objects.requireNonNull(op.get(1));
      Object held = changed.get(key);
      switch (String.valueOf(op.get(0))) {
        case "w" -> changed.put(key, Objects.requireNonNull(op.get(2)));
        case "append" -> {
          var longer =
              new ArrayList<@Nullable Object>(held instanceof List<?> list ? list : List.of());
          longer.add(op.get(2));
          changed.put(key, longer);
        }
        case "add" -> {
          long sum = (Long) Objects.requireNonNull(op.get(2)) + (held instanceof Long n ? n : 0);
          if (sum < 0 && flaw != Flaw.GOES_BELOW_ZERO) {
            return List.of();
          }
          changed.put(key, sum);
        }
        default -> {}
      }
      answer.add(op.get(0).equals("r") ? Arrays.asList("r", key, held) : op);
    }
    target.putAll(changed);
    return answer;
  }

  private void answer(String src, Map<String, @Nullable Object> body, List<Object> answer) {
    if (answer.isEmpty()) {
      error(src, body, ErrorCodes.PRECONDITION_FAILED);
    } else {
      answer(src, body, "txn_ok", "ops", answer);
    }
  }

  private void error(String src, Map<String, @Nullable Object> body, int code) {
    answer(src, body, "error", "code", (long) code);
  }

  private void answer(
      String src, Map<String, @Nullable Object> body, String type, String field, Object value) {
    var answer = new LinkedHashMap<String, @Nullable Object>();
    answer.put("type", type);
    answer.put(field, value);
    answer.put("in_reply_to", body.get("msg_id"));
    host().send(src, answer);
  }
}
