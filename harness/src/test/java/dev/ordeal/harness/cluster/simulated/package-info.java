/** What the simulation promises beyond what all backends promise. */
@NullMarked
package dev.ordeal.harness.cluster.simulated;

import org.jspecify.annotations.NullMarked;
