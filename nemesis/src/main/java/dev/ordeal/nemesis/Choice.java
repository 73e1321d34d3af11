package dev.ordeal.nemesis;

import java.util.List;
import java.util.random.RandomGenerator;

/** Which fault comes each time a {@link Cycle} wants one. */
public sealed interface Choice permits Fault, Mix, Rolling {

  /** As {@link Plan#parse} reads it. */
  String words();

  /** Every fault that may come. */
  List<Fault> faults();

  /**
   * The fault of a turn.
   *
   * @param turn from 0
   * @param random the draws of this turn
   * @param nodes the names of the cluster's nodes, in order
   */
  Fault pick(long turn, RandomGenerator random, List<String> nodes);
}
