/** Workloads: one file each, with vocabulary, generator, checker and factory. */
@NullMarked
package dev.ordeal.workloads;

import org.jspecify.annotations.NullMarked;
