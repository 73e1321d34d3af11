/** The toxics by themselves, in a time the tests turn by hand. */
@NullMarked
package dev.ordeal.toxiproxy.toxic;

import org.jspecify.annotations.NullMarked;
