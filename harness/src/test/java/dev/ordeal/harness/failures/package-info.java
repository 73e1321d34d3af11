/** The matrix of injected harness failures: what each comes to, and that it leaves nothing. */
@NullMarked
package dev.ordeal.harness.failures;

import org.jspecify.annotations.NullMarked;
