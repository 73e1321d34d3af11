/**
 * The nemesis: faults, whom they hit, and when.
 *
 * <p>A {@link dev.ordeal.nemesis.Fault} is what is done, to some {@link dev.ordeal.nemesis.Targets}
 * or in some {@link dev.ordeal.nemesis.Shape}. A {@link dev.ordeal.nemesis.Plan} says when: a
 * {@link dev.ordeal.nemesis.Cycle} brings a {@link dev.ordeal.nemesis.Choice} of faults in a {@link
 * dev.ordeal.nemesis.Rhythm}; the other plans put plans together. All of it is data that prints as
 * a text, and is read back from it.
 */
@NullMarked
package dev.ordeal.nemesis;

import org.jspecify.annotations.NullMarked;
