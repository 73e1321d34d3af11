/** What every backend must do alike, as tests. */
@NullMarked
package dev.ordeal.harness.cluster;

import org.jspecify.annotations.NullMarked;
