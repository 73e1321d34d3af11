/**
 * What a session may count on: the session guarantees per key, and sequential consistency, on
 * registers whose writers never write a value twice.
 */
@NullMarked
package dev.ordeal.checkers.sessions;

import org.jspecify.annotations.NullMarked;
