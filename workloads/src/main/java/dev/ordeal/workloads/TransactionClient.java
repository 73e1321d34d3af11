package dev.ordeal.workloads;

import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.client.RpcClient;
import dev.ordeal.harness.client.Wording;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of any store that speaks newline-delimited JSON messages and takes transactions: says
 * what {@link Bank}, {@link Registers} and {@link Appends} ask for as one request.
 *
 * <p>The request is {@code txn {ops: [[f, key, value], ...]}}, where f is {@code r}, {@code w},
 * {@code append}, or {@code add}, after which the sum must not be below zero; it is answered with
 * the same {@code ops} and what was read. {@code doubts} is answered with {@code {txns: [id,
 * ...]}}.
 */
public final class TransactionClient implements Wording {
  private TransactionClient() {}

  /** Opens such clients, which wait this long for an answer. */
  public static Client.Connector connector(Duration timeout) {
    return RpcClient.connector(timeout, new TransactionClient());
  }

  @Override
  public Map<String, @Nullable Object> request(Op op) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    if (op.f().equals("doubts")) {
      body.put("type", "doubts");
    } else {
      body.put("type", "txn");
      body.put("ops", steps(op));
    }
    return body;
  }

  private static List<?> steps(Op op) {
    Object input = op.value();
    if (input instanceof Map<?, ?> map) {
      return op.f().equals("transfer")
          ? List.of(add(map, "from", -1), add(map, "to", 1))
          : map.entrySet().stream().map(e -> step("w", e.getKey(), e.getValue())).toList();
    }
    if (!(input instanceof List<?> list)) {
      throw new IllegalArgumentException("no transaction can be made of " + op);
    }
    return switch (op.f()) {
      case "txn" -> list;
      case "write" -> List.of(step("w", list.get(0), list.get(1)));
      default -> keys(list).stream().map(key -> step("r", key, null)).toList();
    };
  }

  /** Of {@code [key, null]} the key; else all. */
  private static List<?> keys(List<?> input) {
    return isPair(input) ? input.subList(0, 1) : input;
  }

  private static boolean isPair(List<?> input) {
    return input.size() == 2 && input.get(1) == null;
  }

  private static List<@Nullable Object> add(Map<?, ?> transfer, String end, long sign) {
    return step("add", transfer.get(end), sign * amount(transfer));
  }

  private static long amount(Map<?, ?> transfer) {
    if (transfer.get("amount") instanceof Long amount) {
      return amount;
    }
    throw new IllegalArgumentException("a transfer without an amount: " + transfer);
  }

  private static List<@Nullable Object> step(
      String f, @Nullable Object key, @Nullable Object value) {
    return Arrays.asList(f, key, value);
  }

  /** The answer in the words of the workload; as it is, where it does not fit into them. */
  @Override
  public @Nullable Object output(Op op, Map<String, @Nullable Object> answer) {
    if (op.f().equals("doubts")) {
      return Map.of("txns", answer.get("txns") instanceof List<?> txns ? txns : List.of(answer));
    }
    if (!(answer.get("ops") instanceof List<?> steps)) {
      return answer;
    }
    return switch (op.f()) {
      case "txn" -> steps;
      case "read" -> op.value() instanceof List<?> list && isPair(list) ? pair(steps) : map(steps);
      default -> op.value();
    };
  }

  private static Object pair(List<?> steps) {
    return steps.size() == 1 && steps.get(0) instanceof List<?> step && step.size() == 3
        ? step.subList(1, 3)
        : steps;
  }

  private static Object map(List<?> steps) {
    var values = new LinkedHashMap<String, @Nullable Object>();
    for (Object one : steps) {
      if (one instanceof List<?> step && step.size() == 3) {
        values.put(String.valueOf(step.get(1)), step.get(2));
      }
    }
    return values;
  }
}
