/**
 * What can be done to JVMs from outside: commands over their attach socket, a stall at a safepoint,
 * a heap that fills up.
 */
@NullMarked
package dev.ordeal.harness.internal.jvm;

import org.jspecify.annotations.NullMarked;
