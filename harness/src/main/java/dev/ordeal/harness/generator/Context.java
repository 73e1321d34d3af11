package dev.ordeal.harness.generator;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What a generator may know.
 *
 * @param time nanoseconds since the trial began
 * @param processes all live processes, the nemesis among them as -1 if it takes part
 * @param free those of them that may begin an operation now
 * @param seed the seed of the trial, salted by the path of combinators that led here
 */
public record Context(long time, ProcessSet processes, ProcessSet free, long seed) {

  /**
   * A random source that depends on nothing but the seed and {@code counter}.
   *
   * <p>A generator that draws keeps the counter and moves it on with each op it emits: so asking
   * again draws the same, and nothing that happens elsewhere changes what is drawn.
   */
  public RandomGenerator random(long counter) {
    return new SplittableRandom(draw(counter));
  }

  /** The same for another generator below this one: what they draw is independent. */
  public Context salted(long salt) {
    return new Context(time, processes, free, Draws.draw(seed, ~salt));
  }

  long draw(long counter) {
    return Draws.draw(seed, counter);
  }

  Context with(ProcessSet somebody, ProcessSet freeOfThem) {
    return new Context(time, somebody, freeOfThem, seed);
  }
}
