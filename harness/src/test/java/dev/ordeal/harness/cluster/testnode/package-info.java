/** The tiny echo-and-gossip program that the conformance suite runs on every backend. */
@NullMarked
package dev.ordeal.harness.cluster.testnode;

import org.jspecify.annotations.NullMarked;
