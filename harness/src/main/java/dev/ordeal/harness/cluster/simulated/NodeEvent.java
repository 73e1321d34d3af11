package dev.ordeal.harness.cluster.simulated;

/** Something that happens to the program of a node: held while the node is paused. */
abstract class NodeEvent extends Event {

  /** Calls the program. */
  abstract void act(Life life);
}
