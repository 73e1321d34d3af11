/** Trials: a workload on a cluster under faults, run and judged. */
@NullMarked
package dev.ordeal.harness;

import org.jspecify.annotations.NullMarked;
