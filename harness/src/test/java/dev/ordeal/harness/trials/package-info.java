/** Small trials on a simulated cluster, from which the tests of the harness are made. */
@NullMarked
package dev.ordeal.harness.trials;

import org.jspecify.annotations.NullMarked;
