package dev.ordeal.workloads;

import static dev.ordeal.harness.generator.Generators.eachProcess;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.mix;
import static dev.ordeal.harness.generator.Generators.sequence;
import static dev.ordeal.harness.generator.Generators.sleep;
import static dev.ordeal.harness.generator.Generators.weighted;

import dev.ordeal.checkers.lock.LockCheckers;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.Map;

/**
 * Distributed locks: clients acquire, write to what the lock protects, and release.
 *
 * <p>The vocabulary:
 *
 * <table>
 * <caption>Operations</caption>
 * <tr><th>f</th><th>input</th><th>ok</th><th>fail</th></tr>
 * <tr><td>{@code acquire}</td><td></td><td>{@code {token}}, if the lock gives tokens</td>
 *     <td>somebody holds it</td></tr>
 * <tr><td>{@code release}</td><td>{@code {token}}, or nothing</td><td></td>
 *     <td>the process does not hold it</td></tr>
 * <tr><td>{@code write}</td><td>{@code {token, value}}</td><td></td>
 *     <td>the resource refused the token</td></tr>
 * <tr><td>{@code read}</td><td></td><td>{@code {token, value}} of the last write</td><td></td></tr>
 * </table>
 *
 * <p>There are two promises to choose from. {@link #exclusive}: nobody acquires while another
 * holds. It is what a lock without time limits says, and what no lock with a lease can keep: a
 * holder may sleep past its lease. {@link #fenced}: tokens are granted in a strictly growing order,
 * and the resource takes no write with an older token after one with a newer token. It is what a
 * lock with a lease can keep, with the resource's help.
 *
 * <p>In the end, when all faults are healed, every client must get the lock: a lock that never
 * answers keeps no promise.
 */
public final class Locks {
  private static final Duration RETRY = Duration.ofMillis(30);
  private static final Duration WORK = Duration.ofMillis(20);
  private static final Duration SHORT_HOLD = Duration.ofMillis(20);
  private static final Duration LONG_HOLD = Duration.ofSeconds(1);
  private static final int WRITES = 6;

  private Locks() {}

  /** Nobody acquires while another holds: acquire and release, no tokens needed. */
  public static Workload exclusive(Client.Connector connector) {
    Generator turn = acquire().whenOk(held -> holdAndRelease(held));
    // Who still held it when the time was over lets it go first; for the others that fails.
    Generator last =
        sequence(sleep(RETRY), invoke("release"), acquire().whenOk(held -> release(held)));
    return new Workload(
        "lock",
        connector,
        eachProcess(sequence(sleep(RETRY), turn.repeat())),
        eachProcess(last),
        "lock-exclusive",
        LockCheckers.exclusive());
  }

  /** Tokens grow, and no older token writes after a newer one: acquire, write, read, release. */
  public static Workload fenced(Client.Connector connector) {
    Generator turn = acquire().whenOk(held -> sequence(use(held), release(held)));
    return new Workload(
        "lock",
        connector,
        eachProcess(sequence(sleep(RETRY), turn.repeat())),
        eachProcess(sequence(sleep(RETRY), turn)),
        "lock-fenced",
        LockCheckers.fenced());
  }

  /** Asks until it is granted, not at every moment: a lock that refuses at once is not flooded. */
  private static Generator acquire() {
    return invoke("acquire").repeat().stagger(RETRY).untilOk();
  }

  /** Reads what the last holder left, then writes and reads its own. */
  private static Generator use(Op held) {
    return sequence(invoke("read"), writes(held, WRITES), invoke("read")).delay(WORK);
  }

  /** Mostly short; now and then longer than a node takes to crash, come back and have forgotten. */
  private static Generator holdAndRelease(Op held) {
    return mix(
            weighted(4, sequence(sleep(SHORT_HOLD), release(held))),
            weighted(1, sequence(sleep(LONG_HOLD), release(held))))
        .limit(1);
  }

  private static Generator release(Op held) {
    return held.value() instanceof Map<?, ?> ? invoke("release", held.value()) : invoke("release");
  }

  /** Writes values that no other grant writes, as long as tokens are unique. */
  private static Generator writes(Op held, int count) {
    long token = token(held);
    var writes = new Generator[count];
    for (int i = 0; i < count; i++) {
      writes[i] = invoke("write", Map.of("token", token, "value", token * WRITES + i));
    }
    return sequence(writes);
  }

  private static long token(Op held) {
    if (held.value() instanceof Map<?, ?> answer && answer.get("token") instanceof Long token) {
      return token;
    }
    throw new IllegalArgumentException(
        "a fenced lock's acquire must answer {token: number}, not " + held.value());
  }
}
