/** The HTTP API: requests read, routed, decoded, answered. */
@NullMarked
package dev.ordeal.toxiproxy.http;

import org.jspecify.annotations.NullMarked;
