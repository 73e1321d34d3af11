/** The mechanisms behind the faults; not API. */
@NullMarked
package dev.ordeal.nemesis.internal;

import org.jspecify.annotations.NullMarked;
