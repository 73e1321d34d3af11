/** How child processes live, fail to start, and end. */
package dev.ordeal.harness.cluster.processes;
