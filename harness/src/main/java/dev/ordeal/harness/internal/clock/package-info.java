/** What makes the wall clocks of nodes wrong, and how wrong that makes them. */
@NullMarked
package dev.ordeal.harness.internal.clock;

import org.jspecify.annotations.NullMarked;
