/** The embedded server seen from outside: through the Toxiproxy client, raw HTTP, and its data. */
@NullMarked
package dev.ordeal.toxiproxy;

import org.jspecify.annotations.NullMarked;
