/**
 * The interpreter: the one loop that runs a generator's operations on clients and the nemesis.
 *
 * <p>One thread owns the clock, the context and the generator. The loop is the same in real time,
 * where worker threads call blocking clients, and in virtual time, where one thread does
 * everything; only the pace differs.
 */
@NullMarked
package dev.ordeal.harness.interpreter;

import org.jspecify.annotations.NullMarked;
