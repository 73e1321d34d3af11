/** How fast the embedded server is: a main to be run by hand, which asserts nothing. */
@NullMarked
package dev.ordeal.toxiproxy.bench;

import org.jspecify.annotations.NullMarked;
