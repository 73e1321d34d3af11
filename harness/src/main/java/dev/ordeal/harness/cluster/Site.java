package dev.ordeal.harness.cluster;

import java.nio.file.Path;

/**
 * Where one cluster stands.
 *
 * @param seed the seed of the trial; simulated networks and proxies draw from it
 * @param logs an existing folder for one log file per node: {@code n1.log}, ...
 * @param data an existing folder for the nodes' durable data; deleted when the cluster closes
 */
public record Site(long seed, Path logs, Path data) {}
