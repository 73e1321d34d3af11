/** Tests of the JUnit 5 extension. */
@NullMarked
package dev.ordeal.toxiproxy.junit;

import org.jspecify.annotations.NullMarked;
