/**
 * Random histories of all shapes, and whether every decider of linearizability gives the answer of
 * the brute-force enumerator on them.
 */
package dev.ordeal.checkers.linearizable.fuzz;
