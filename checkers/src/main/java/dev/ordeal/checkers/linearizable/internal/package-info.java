/**
 * The algorithms that decide linearizability, one a class, and the arrays that they share; not API.
 */
@NullMarked
package dev.ordeal.checkers.linearizable.internal;

import org.jspecify.annotations.NullMarked;
