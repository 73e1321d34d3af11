/** The command line over stored runs: list, show, recheck, history. */
@NullMarked
package dev.ordeal.results.cli;

import org.jspecify.annotations.NullMarked;
