/** An embedded server that speaks the HTTP API of Toxiproxy; needs nothing but the JDK and Gson. */
@NullMarked
package dev.ordeal.toxiproxy;

import org.jspecify.annotations.NullMarked;
