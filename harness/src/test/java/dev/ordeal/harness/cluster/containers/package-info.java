/** Tests of the containers backend. */
@NullMarked
package dev.ordeal.harness.cluster.containers;

import org.jspecify.annotations.NullMarked;
