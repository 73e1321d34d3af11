/** Generators: pure, seeded descriptions of which operation comes next. */
@NullMarked
package dev.ordeal.harness.generator;

import org.jspecify.annotations.NullMarked;
