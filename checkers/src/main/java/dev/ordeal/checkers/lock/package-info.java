/** The checkers of locks: mutual exclusion, fencing, and that a healed lock can be had again. */
@NullMarked
package dev.ordeal.checkers.lock;

import org.jspecify.annotations.NullMarked;
