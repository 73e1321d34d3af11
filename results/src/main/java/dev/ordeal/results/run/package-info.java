/** What is stored of a run beside its history: how it was set up, and how it ended. */
@NullMarked
package dev.ordeal.results.run;

import org.jspecify.annotations.NullMarked;
