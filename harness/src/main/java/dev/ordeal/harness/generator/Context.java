package dev.ordeal.harness.generator;

import java.util.SortedSet;

/**
 * What a generator may know.
 *
 * @param time nanoseconds since the trial began
 * @param processes all live processes, the nemesis among them as -1 if it takes part
 * @param free those of them that may begin an operation now
 * @param seed the seed of the trial, salted by the path of combinators that led here
 */
public record Context(
    long time, SortedSet<Integer> processes, SortedSet<Integer> free, long seed) {}
