/** Tests of what is done to JVMs from outside. */
@NullMarked
package dev.ordeal.harness.internal.jvm;

import org.jspecify.annotations.NullMarked;
