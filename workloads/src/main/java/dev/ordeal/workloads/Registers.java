package dev.ordeal.workloads;

import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.mix;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Registers in different places: transactions read and write several of a few at once, and single
 * operations read or write one of others.
 *
 * <p>The vocabulary:
 *
 * <table>
 * <caption>Operations</caption>
 * <tr><th>f</th><th>input</th><th>ok</th><th>fail</th></tr>
 * <tr><td>{@code txn}</td>
 *     <td>{@code [[f, key, value], ...]}, where f is {@code r} or {@code w}</td>
 *     <td>the same, with what was read</td><td>it was aborted</td></tr>
 * <tr><td>{@code read}</td><td>{@code [key, null]}</td><td>{@code [key, value]}</td><td></td></tr>
 * <tr><td>{@code write}</td><td>{@code [key, value]}</td><td></td><td></td></tr>
 * <tr><td>{@code doubts}</td><td></td>
 *     <td>{@code {txns: [id, ...]}}, those that the node knows no decision of</td><td></td></tr>
 * </table>
 *
 * <p>What was never written is null. No value is written twice. The promise: all transactions have
 * one order, in which each happens at once, between its beginning and its end, and so have the
 * operations of each single register; when all faults are healed, every transaction is decided, and
 * every client reads.
 */
public final class Registers {
  /** Few, so that transactions meet. */
  private static final List<String> SHARED = List.of("x", "y", "z");

  private static final int SINGLES = 10;
  private static final int MOST_STEPS = 4;
  private static final Duration PACE = Duration.ofMillis(2);
  private static final Duration RETRY = Duration.ofMillis(30);

  private Registers() {}

  /** Transactions on a few registers, and single operations on others. */
  public static Workload atomic(Client.Connector connector) {
    return atomic(connector, PACE);
  }

  /** The same with an operation every so often on average: the more often, the more they meet. */
  public static Workload atomic(Client.Connector connector, Duration pace) {
    return of(connector, mix(Numbered.ops(Registers::txn), Numbered.ops(Registers::single)), pace);
  }

  /**
   * Only transactions, each of which reads one register or two and writes them next: who misses
   * what another one wrote overwrites it.
   */
  public static Workload updates(Client.Connector connector, Duration pace) {
    return of(connector, Numbered.ops(Registers::update), pace);
  }

  private static Workload of(Client.Connector connector, Generator work, Duration pace) {
    return new Workload(
        "registers",
        connector,
        work.stagger(pace),
        Settling.around(reads()),
        "multi-register",
        TransactionCheckers.registers());
  }

  private static Generator reads() {
    var all =
        Stream.concat(
            Stream.of(Op.invoke("txn", SHARED.stream().map(Registers::r).toList())),
            IntStream.range(0, SINGLES).mapToObj(i -> Op.invoke("read", pair("s" + i, null))));
    return sequence(
        all.map(op -> invoke(op.f(), op.value()).repeat().stagger(RETRY).untilOk())
            .toArray(Generator[]::new));
  }

  /** One step to four; a register that was read is mostly written next. */
  private static Op txn(RandomGenerator random, long number) {
    var steps = new ArrayList<List<Object>>();
    int count = 1 + random.nextInt(MOST_STEPS);
    String key = "";
    boolean wasRead = false;
    for (int i = 0; i < count; i++) {
      boolean isUpdate = wasRead && random.nextInt(3) > 0;
      key = isUpdate ? key : SHARED.get(random.nextInt(SHARED.size()));
      wasRead = !isUpdate && random.nextBoolean();
      steps.add(wasRead ? r(key) : List.of("w", key, number * MOST_STEPS + i));
    }
    return Op.invoke("txn", steps);
  }

  private static Op update(RandomGenerator random, long number) {
    int first = random.nextInt(SHARED.size());
    int count = 1 + random.nextInt(2);
    var steps = new ArrayList<List<Object>>();
    for (int i = 0; i < count; i++) {
      String key = SHARED.get((first + i) % SHARED.size());
      steps.add(r(key));
      steps.add(List.of("w", key, number * 2 + i));
    }
    return Op.invoke("txn", steps);
  }

  private static Op single(RandomGenerator random, long number) {
    String key = "s" + random.nextInt(SINGLES);
    return random.nextBoolean()
        ? Op.invoke("read", pair(key, null))
        : Op.invoke("write", pair(key, number));
  }

  private static List<Object> r(String key) {
    return Arrays.asList("r", key, null);
  }

  private static List<Object> pair(String key, @Nullable Object value) {
    return Arrays.asList(key, value);
  }
}
