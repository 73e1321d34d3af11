/** A small deterministic world for unit tests of node programs: seeded, in virtual time. */
@NullMarked
package dev.ordeal.systems.world;

import org.jspecify.annotations.NullMarked;
