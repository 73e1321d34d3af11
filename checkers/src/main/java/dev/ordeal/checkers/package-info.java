/** Checkers and verdicts: a checker is a pure function of a history, its verdict shows evidence. */
@NullMarked
package dev.ordeal.checkers;

import org.jspecify.annotations.NullMarked;
