/** The inner works of a trial; not API. */
@NullMarked
package dev.ordeal.harness.internal;

import org.jspecify.annotations.NullMarked;
