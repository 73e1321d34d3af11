package dev.ordeal.workloads;

import static dev.ordeal.harness.generator.Generators.fromSeed;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.mix;
import static dev.ordeal.harness.generator.Generators.weighted;

import dev.ordeal.checkers.transactions.TransactionCheckers;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A bank whose accounts lie in different places: clients move money, and read all accounts at once.
 *
 * <p>The vocabulary:
 *
 * <table>
 * <caption>Operations</caption>
 * <tr><th>f</th><th>input</th><th>ok</th><th>fail</th></tr>
 * <tr><td>{@code open}</td><td>{@code {account: balance, ...}}</td><td></td><td></td></tr>
 * <tr><td>{@code transfer}</td><td>{@code {from, to, amount}}</td><td></td>
 *     <td>there is too little on the account, or the transaction was aborted</td></tr>
 * <tr><td>{@code read}</td><td>{@code [account, ...]}</td>
 *     <td>{@code {account: balance, ...}}</td><td></td></tr>
 * <tr><td>{@code doubts}</td><td></td>
 *     <td>{@code {txns: [id, ...]}}, those that the node knows no decision of</td><td></td></tr>
 * </table>
 *
 * <p>The promise: the total never changes and no account goes below zero; all reads and transfers
 * have one order, in which each happens at once, between its beginning and its end; when all faults
 * are healed, every transaction is decided and every client reads.
 */
public final class Bank {
  /** The accounts. */
  public static final List<String> ACCOUNTS = List.of("a", "b", "c", "d", "e", "f");

  private static final long BALANCE = 100;
  private static final int MOST = 40;
  private static final Duration PACE = Duration.ofMillis(5);
  private static final Duration RETRY = Duration.ofMillis(30);
  private static final Map<String, Long> OPENING =
      ACCOUNTS.stream().collect(Collectors.toMap(Function.identity(), any -> BALANCE));

  private Bank() {}

  /** Transfers among {@link #ACCOUNTS}, and now and then a read of all. */
  public static Workload transfers(Client.Connector connector) {
    // One at a time: money that is put in twice would be twice as much.
    Generator open = invoke("open", OPENING).synchronize().repeat().stagger(RETRY).untilOk();
    Generator work = mix(weighted(3, fromSeed(Bank::transfer)), weighted(1, read().repeat()));
    return new Workload(
        "bank",
        connector,
        open.then(work.stagger(PACE)),
        Settling.around(read().repeat().stagger(RETRY).untilOk()),
        "bank",
        TransactionCheckers.bank());
  }

  private static Generator read() {
    return invoke("read", ACCOUNTS);
  }

  private static Op transfer(RandomGenerator random) {
    int from = random.nextInt(ACCOUNTS.size());
    int to = (from + 1 + random.nextInt(ACCOUNTS.size() - 1)) % ACCOUNTS.size();
    long amount = 1 + random.nextInt(MOST);
    return Op.invoke(
        "transfer", Map.of("from", ACCOUNTS.get(from), "to", ACCOUNTS.get(to), "amount", amount));
  }
}
