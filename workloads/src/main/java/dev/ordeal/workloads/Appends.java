package dev.ordeal.workloads;

import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.sequence;

import dev.ordeal.checkers.transactions.TransactionCheckers;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Lists in different places, to which transactions append and which they read, as Jepsen's
 * list-append does: what is read of a list tells in which order it grew.
 *
 * <p>The vocabulary:
 *
 * <table>
 * <caption>Operations</caption>
 * <tr><th>f</th><th>input</th><th>ok</th><th>fail</th></tr>
 * <tr><td>{@code txn}</td>
 *     <td>{@code [[f, key, value], ...]}, where f is {@code r} or {@code append}</td>
 *     <td>the same, with the lists that were read</td><td>it was aborted</td></tr>
 * <tr><td>{@code doubts}</td><td></td>
 *     <td>{@code {txns: [id, ...]}}, those that the node knows no decision of</td><td></td></tr>
 * </table>
 *
 * <p>A list that nobody appended to is null. No element is appended twice. The promise: all
 * transactions have one order, in which each happens at once, between its beginning and its end;
 * when all faults are healed, every transaction is decided, and every client reads.
 */
public final class Appends {
  private static final List<String> KEYS = IntStream.range(0, 12).mapToObj(i -> "k" + i).toList();

  /** What one transaction reads in the end. */
  private static final int AT_ONCE = 4;

  private static final int MOST_STEPS = 4;
  private static final Duration PACE = Duration.ofMillis(5);
  private static final Duration RETRY = Duration.ofMillis(30);

  private Appends() {}

  /** Transactions of one step to four. */
  public static Workload lists(Client.Connector connector) {
    return new Workload(
        "appends",
        connector,
        Numbered.ops(Appends::txn).stagger(PACE),
        Settling.around(reads()),
        "list-append",
        TransactionCheckers.appends());
  }

  private static Op txn(RandomGenerator random, long number) {
    var steps = new ArrayList<List<Object>>();
    int count = 1 + random.nextInt(MOST_STEPS);
    for (int i = 0; i < count; i++) {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      steps.add(random.nextBoolean() ? r(key) : List.of("append", key, number * MOST_STEPS + i));
    }
    return Op.invoke("txn", steps);
  }

  private static Generator reads() {
    return sequence(
        IntStream.range(0, KEYS.size() / AT_ONCE)
            .mapToObj(i -> KEYS.subList(i * AT_ONCE, (i + 1) * AT_ONCE))
            .map(keys -> invoke("txn", keys.stream().map(Appends::r).toList()))
            .map(read -> read.repeat().stagger(RETRY).untilOk())
            .toArray(Generator[]::new));
  }

  private static List<Object> r(String key) {
    return Arrays.asList("r", key, null);
  }
}
