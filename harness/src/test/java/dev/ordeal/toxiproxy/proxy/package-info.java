/** Addresses as the API reads and writes them. */
@NullMarked
package dev.ordeal.toxiproxy.proxy;

import org.jspecify.annotations.NullMarked;
