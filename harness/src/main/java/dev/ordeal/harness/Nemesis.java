package dev.ordeal.harness;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.history.Op;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who injects faults: a mechanism that does what a nemesis op says and answers what it did. When is
 * the plan's matter. Holds no state of its own, except what it must remember to heal.
 */
public interface Nemesis {

  /** The functions it answers to, such as {@code partition} and {@code heal-partition}. */
  Set<String> fs();

  /**
   * Says why this cluster's backend cannot do it, before the trial starts.
   *
   * @throws dev.ordeal.harness.cluster.SetupFailure naming the fault and the backend
   */
  default void requireSupport(Cluster cluster) {}

  /** Is told, once and before the first op, whom to tell of what it sees happen. */
  default void connect(Signals signals) {}

  /** Does what the op says, and answers what was done: plain data, the value of the info. */
  @Nullable Object invoke(Op op, Cluster cluster) throws Exception;

  /** Takes back everything that it did and that still holds. Idempotent. */
  void heal(Cluster cluster) throws Exception;

  /**
   * As {@link #heal}, at the end of a trial; answers what nobody could know before, or null. A list
   * under {@code healed} of maps with {@code f}, {@code id}, {@code bit} and {@code probe} tells
   * which injections were seen to bite only now.
   */
  default @Nullable Object healAndTell(Cluster cluster) throws Exception {
    heal(cluster);
    return null;
  }
}
