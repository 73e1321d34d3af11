/** How fast simulated trials of locks run, and what they come to over many seeds. */
@NullMarked
package dev.ordeal.systems.bench;

import org.jspecify.annotations.NullMarked;
