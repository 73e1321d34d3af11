/** What a proxy and a toxic look like to the API, and how a request is refused. */
@NullMarked
package dev.ordeal.toxiproxy.model;

import org.jspecify.annotations.NullMarked;
