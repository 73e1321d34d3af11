/** Clients: how an operation reaches a node, and how its answer becomes ok, fail or info. */
@NullMarked
package dev.ordeal.harness.client;

import org.jspecify.annotations.NullMarked;
