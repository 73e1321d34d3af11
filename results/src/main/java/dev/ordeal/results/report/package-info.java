/** Reports: what a stored run shows, as text that fits on one screen. */
@NullMarked
package dev.ordeal.results.report;

import org.jspecify.annotations.NullMarked;
