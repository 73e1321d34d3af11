/** Measurements that are run by hand: their figures stand in the module's README. */
package dev.ordeal.bench;
