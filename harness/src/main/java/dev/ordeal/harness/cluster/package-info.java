/** Clusters: the nodes of a trial and what a backend can do to them. */
@NullMarked
package dev.ordeal.harness.cluster;

import org.jspecify.annotations.NullMarked;
