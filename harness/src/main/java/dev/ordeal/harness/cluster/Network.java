package dev.ordeal.harness.cluster;

import java.time.Duration;

/**
 * The links between nodes, which a nemesis may cut and slow. Verbs add up until {@link #heal}; each
 * returns when it is in force. Safe for use by one thread at a time.
 */
public interface Network {

  /** How a cut link behaves. */
  enum Cut {
    /** Bytes vanish, connections stay: nobody is told. */
    BLACKHOLE,
    /** Connections drop and new ones are refused: the sender is told. */
    REFUSE
  }

  /** Cuts every link of the grudge: no node hears those it holds a grudge against. */
  void cut(Grudge grudge, Cut style);

  /** Delays what travels each link of the grudge by latency, plus or minus jitter. */
  void slow(Grudge grudge, Duration latency, Duration jitter);

  /** Takes back every cut and every delay. */
  void heal();
}
