/** A Toxiproxy server for the tests of a class, without a container: a JUnit 5 extension. */
@NullMarked
package dev.ordeal.toxiproxy.junit;

import org.jspecify.annotations.NullMarked;
