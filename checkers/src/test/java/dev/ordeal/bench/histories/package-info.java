/**
 * Random histories of any size for measurements: clients that are always busy with one object, by
 * seed.
 */
@NullMarked
package dev.ordeal.bench.histories;

import org.jspecify.annotations.NullMarked;
