/**
 * Running a node program in a real JVM: one event loop that owns the sockets, the timers and the
 * program, and one thread that writes the storage.
 */
@NullMarked
package dev.ordeal.systems.runtime;

import org.jspecify.annotations.NullMarked;
