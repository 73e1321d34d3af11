/**
 * The links between nodes: one Toxiproxy proxy for each direction, cut and slowed through its API.
 */
@NullMarked
package dev.ordeal.harness.cluster.links;

import org.jspecify.annotations.NullMarked;
