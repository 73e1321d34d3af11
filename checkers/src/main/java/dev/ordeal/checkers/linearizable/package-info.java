/**
 * Linearizability: whether operations seem to take effect at one instant each, between their
 * invocation and their completion.
 */
@NullMarked
package dev.ordeal.checkers.linearizable;

import org.jspecify.annotations.NullMarked;
