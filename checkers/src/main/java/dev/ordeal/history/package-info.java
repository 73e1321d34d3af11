/** Histories: what every client and the nemesis began and saw, as plain immutable data. */
@NullMarked
package dev.ordeal.history;

import org.jspecify.annotations.NullMarked;
