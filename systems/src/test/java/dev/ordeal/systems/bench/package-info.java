/** How fast simulated trials of locks run. */
@NullMarked
package dev.ordeal.systems.bench;

import org.jspecify.annotations.NullMarked;
