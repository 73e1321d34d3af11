/** Proxies: listeners, dials, connections, and the two links of each connection. */
@NullMarked
package dev.ordeal.toxiproxy.proxy;

import org.jspecify.annotations.NullMarked;
