/**
 * The command line over stored runs: list, show, recheck, history; and over files: check, convert.
 */
@NullMarked
package dev.ordeal.results.cli;

import org.jspecify.annotations.NullMarked;
