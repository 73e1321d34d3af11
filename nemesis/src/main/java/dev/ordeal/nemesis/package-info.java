/** The nemesis: faults, whom they hit, and when. */
@NullMarked
package dev.ordeal.nemesis;

import org.jspecify.annotations.NullMarked;
