package dev.ordeal.workloads;

import java.util.random.RandomGenerator;

/**
 * Which keys are in use when: the numbers from 0 to the newest, which grows with time. So the end
 * of a trial knows from the clock alone which keys there may be.
 *
 * <p>Of the keys of the last {@link #LIFE} every so-manieth is hot.
 *
 * @param perSecond how many keys are new in a second
 * @param hot how many keys are hot at a time
 */
record MovingKeys(double perSecond, int hot) {
  /** For how many seconds a key is hot: longer than a fault takes to bite. */
  private static final double LIFE = 3;

  private static final double SECOND = 1e9;

  /** The newest key at a time in nanoseconds; there are {@link #LIFE} worth of keys at first. */
  long newest(long time) {
    return (long) ((time / SECOND + LIFE) * perSecond);
  }

  /** One of those that are hot. */
  long anyHot(long time, RandomGenerator random) {
    long newest = newest(time);
    return Math.max(0, newest - newest % every() - every() * random.nextInt(hot));
  }

  /** Whether a key is hot, was or will be. */
  boolean isEverHot(long key) {
    return key % every() == 0;
  }

  private long every() {
    return Math.max(1, (long) (LIFE * perSecond / hot));
  }

  /** Any key: as likely one of age 1 to 2 as one of age 2 to 4, 4 to 8, and so on. */
  long any(long time, RandomGenerator random) {
    long newest = newest(time);
    long age = (long) Math.exp(random.nextDouble() * Math.log(newest + 1.0));
    return Math.max(0, newest - age);
  }
}
