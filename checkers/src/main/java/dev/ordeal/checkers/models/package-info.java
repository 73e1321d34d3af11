/** Models: what systems promise, as if one client used them at a time. */
@NullMarked
package dev.ordeal.checkers.models;

import org.jspecify.annotations.NullMarked;
