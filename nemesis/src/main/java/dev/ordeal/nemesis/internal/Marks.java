package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.history.Op;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Nemesis ops that do nothing but tell, in the history, how far the plan has come. */
final class Marks implements Nemesis {
  /** A phase begins. */
  static final String PHASE = "phase";

  /** A trigger is waited for. */
  static final String WATCH = "watch";

  /** A trigger is waited for no more. */
  static final String UNWATCH = "unwatch";

  /** What a trigger waits for has happened. */
  static final String HIT = "hit";

  @Override
  public Set<String> fs() {
    return Set.of(PHASE, HIT);
  }

  @Override
  public @Nullable Object invoke(Op op, Cluster cluster) {
    return op.value();
  }

  @Override
  public void heal(Cluster cluster) {}
}
