/**
 * The reaper: a small companion process that ends what a killed test process leaves behind.
 *
 * <p>A test process that is killed outright runs no shutdown hook, and a child that is paused reads
 * no standard input: nothing inside of either can help. So each test process that starts anything
 * has one companion, started when it is first needed, at the other end of a pipe. The pipe ends
 * with the test process, whichever way it dies; then the companion ends what was entrusted to it,
 * and itself.
 */
@NullMarked
package dev.ordeal.harness.internal.reaper;

import org.jspecify.annotations.NullMarked;
