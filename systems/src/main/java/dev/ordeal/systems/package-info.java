/** Systems under test, each as naively described and sound. */
@NullMarked
package dev.ordeal.systems;

import org.jspecify.annotations.NullMarked;
