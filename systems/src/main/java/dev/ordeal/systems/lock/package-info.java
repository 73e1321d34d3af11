/**
 * A distributed lock and the resource it protects, three times: as the articles have it, with a
 * lease, and sound.
 */
@NullMarked
package dev.ordeal.systems.lock;

import org.jspecify.annotations.NullMarked;
