/**
 * The port between a system under test and the world it runs in: messages, timers, storage, a clock
 * and randomness. A program written against it runs unchanged in a real JVM and in a simulation.
 */
@NullMarked
package dev.ordeal.systems.port;

import org.jspecify.annotations.NullMarked;
