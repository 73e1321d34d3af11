/**
 * The checkers of stores: no acknowledged write is lost, keys lie where they should, and copies of
 * them agree in the end.
 */
@NullMarked
package dev.ordeal.checkers.store;

import org.jspecify.annotations.NullMarked;
