/** Formats of other tools: readers and writers of the histories that other checkers keep. */
@NullMarked
package dev.ordeal.history.formats;

import org.jspecify.annotations.NullMarked;
