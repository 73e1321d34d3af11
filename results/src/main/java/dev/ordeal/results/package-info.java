/** Stored runs: the journal that survives a kill, and the store it lies in. */
@NullMarked
package dev.ordeal.results;

import org.jspecify.annotations.NullMarked;
