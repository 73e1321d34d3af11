/** The processes backend: each node is a child process on loopback. Needs no container engine. */
@NullMarked
package dev.ordeal.harness.cluster.processes;

import org.jspecify.annotations.NullMarked;
