package dev.ordeal.systems.ring;

import java.time.Duration;

/**
 * What a ring is told.
 *
 * @param replicas how many nodes keep a key
 * @param virtualNodes how many tokens a node has
 * @param members how many of the nodes are on the ring at first
 * @param timeout how long a node tries to serve a request
 * @param retry how long a node may take to answer before it is asked again
 * @param gossip how often a node tells another one which view it knows
 * @param repair how often a node compares what it keeps with another one
 */
record RingOptions(
    int replicas,
    int virtualNodes,
    int members,
    Duration timeout,
    Duration retry,
    Duration gossip,
    Duration repair) {}
