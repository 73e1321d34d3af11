package dev.ordeal.workloads;

import static dev.ordeal.harness.generator.Generators.any;
import static dev.ordeal.harness.generator.Generators.eachProcess;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.phases;
import static dev.ordeal.harness.generator.Generators.sleep;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.store.StoreCheckers;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.generator.Generator;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Stores of independent keys: thousands of keys are written, read and, if the store can, compared
 * and set; in the end every one of them is read. Immutable.
 *
 * <p>The vocabulary:
 *
 * <table>
 * <caption>Operations</caption>
 * <tr><th>f</th><th>input</th><th>ok</th><th>fail</th></tr>
 * <tr><td>{@code read}</td><td>{@code [key nil]}</td>
 *     <td>{@code [key value]}; a value of nil if there is none</td><td></td></tr>
 * <tr><td>{@code write}</td><td>{@code [key value]}</td><td></td><td></td></tr>
 * <tr><td>{@code cas}</td><td>{@code [key [from to]]}</td><td></td>
 *     <td>the key does not hold {@code from}</td></tr>
 * <tr><td>{@code placement}</td><td>{@code {sample}}: of how many keys to say where they lie</td>
 *     <td>{@code {node, version, members, virtual-nodes, owned, owners}}: the ring as the node sees
 *     it; {@code owners} names the first node of each of the keys 0, 1, 2, ...</td><td></td></tr>
 * <tr><td>{@code holds}</td><td></td>
 *     <td>{@code {node, version, entries, roots}}: the copies that the node should have and has,
 *     {@code entries} by key, and the Merkle root of each range of keys</td><td></td></tr>
 * </table>
 *
 * <p>Keys are whole numbers, values are unique. The keys move on with time: at any time some are
 * new. Half of the operations go to a few of these, which are contended for a while; the other half
 * to any key, the more often the newer it is, so that what was written long ago is met again. In
 * the end, when all faults are healed, each key is read twice.
 *
 * <p>There are two promises to choose from: {@link #linearizable}, per key; and {@link #durable},
 * that no acknowledged write is lost once the faults are healed, which an eventually consistent
 * store can keep. A store {@link #onRing} is also asked where its keys lie and what its nodes hold.
 */
public final class Stores {
  private static final Duration PLACEMENT_GAP = Duration.ofMillis(200);
  private static final int SAMPLE = 1_000;
  private static final Duration PASSING_ON = Duration.ofSeconds(2);

  private final Client.Connector connector;
  private double writes = 0.4;
  private double cas;
  private double opsPerSecond = 500;
  private double keysPerSecond = 100;
  private int hot = 10;
  private boolean ring;

  private Stores(Client.Connector connector) {
    this.connector = connector;
  }

  /** A store that these clients read and write: 500 operations a second, 100 new keys a second. */
  public static Stores of(Client.Connector connector) {
    return new Stores(connector);
  }

  /** How many of the operations write, from 0 to 1; 0.4 unless said. */
  public Stores writes(double share) {
    return with(stores -> stores.writes = share(share));
  }

  /** How many of the operations compare and set, from 0 to 1; none unless said. */
  public Stores cas(double share) {
    return with(stores -> stores.cas = share(share));
  }

  /** How many operations begin in a second, and how many keys are new in one. */
  public Stores pace(double newOpsPerSecond, double newKeysPerSecond) {
    return with(
        stores -> {
          stores.opsPerSecond = newOpsPerSecond;
          stores.keysPerSecond = newKeysPerSecond;
        });
  }

  /** How many keys are contended at a time, each for 3 s; 10 unless said. */
  public Stores hot(int keys) {
    if (keys < 1) {
      throw new IllegalArgumentException("at least one key is contended, not " + keys);
    }
    return with(stores -> stores.hot = keys);
  }

  /** Whose nodes say where keys lie ({@code placement}) and what they hold ({@code holds}). */
  public Stores onRing() {
    return with(stores -> stores.ring = true);
  }

  /** Each key is a linearizable register, and no acknowledged write is lost in the end. */
  public Workload linearizable() {
    return ring
        ? workload("ring-linearizable", StoreCheckers.linearizableRing())
        : workload("store-linearizable", StoreCheckers.linearizable());
  }

  /** No acknowledged write is lost in the end. */
  public Workload durable() {
    return ring
        ? workload("ring-durable", StoreCheckers.durableRing())
        : workload("store-durable", StoreCheckers.durable());
  }

  private Workload workload(String checkerName, Checker checker) {
    var keys = new MovingKeys(keysPerSecond, hot);
    Generator work = new StoreOps(keys, writes, cas).rate(opsPerSecond);
    return new Workload(
        ring ? "ring" : "store", connector, probed(work), end(keys), checkerName, checker);
  }

  private Generator probed(Generator work) {
    return ring ? any(work, placement().repeat().delay(PLACEMENT_GAP)) : work;
  }

  /**
   * Reads everything twice: at once, and when the nodes agree, or some time has passed. What an
   * eventually consistent store has not yet passed on is not lost.
   */
  private Generator end(MovingKeys keys) {
    Generator calm =
        ring
            ? phases(eachProcess(placement()), UntilConverged.asking(eachProcess(invoke("holds"))))
            : sleep(PASSING_ON);
    return phases(new ReadAll(keys), calm, new ReadAll(keys));
  }

  private static Generator placement() {
    return invoke("placement", Map.of("sample", SAMPLE));
  }

  private static double share(double share) {
    if (share < 0 || share > 1) {
      throw new IllegalArgumentException("a share is from 0 to 1, not " + share);
    }
    return share;
  }

  private Stores with(Consumer<Stores> change) {
    var copy = new Stores(connector);
    copy.writes = writes;
    copy.cas = cas;
    copy.opsPerSecond = opsPerSecond;
    copy.keysPerSecond = keysPerSecond;
    copy.hot = hot;
    copy.ring = ring;
    change.accept(copy);
    return copy;
  }
}
