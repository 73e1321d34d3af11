package dev.ordeal.harness.cluster.simulated;

/** What draws random numbers: each has its own stream, so that one does not disturb another. */
enum Concern {
  NETWORK,
  CLIENTS,
  NODE,
  DISK
}
