/** The toxics, their registry, and the chain of them that one direction of a connection runs. */
@NullMarked
package dev.ordeal.toxiproxy.toxic;

import org.jspecify.annotations.NullMarked;
