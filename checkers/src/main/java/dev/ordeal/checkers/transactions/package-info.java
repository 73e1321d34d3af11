/** Judges of transactions: what a bank, a store of registers and lists that append promise. */
@NullMarked
package dev.ordeal.checkers.transactions;

import org.jspecify.annotations.NullMarked;
