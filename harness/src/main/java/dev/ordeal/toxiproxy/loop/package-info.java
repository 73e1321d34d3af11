/** The one thread that moves every byte: a selector, its timers, and tasks handed to it. */
@NullMarked
package dev.ordeal.toxiproxy.loop;

import org.jspecify.annotations.NullMarked;
