package dev.ordeal.bench.histories;

/**
 * What a generated history is like, whatever its object is.
 *
 * @param seed the same shape with the same seed is the same history
 * @param operations how many operations are begun
 * @param clients how many are open at any time
 * @param keys over how many keys a store's operations spread
 * @param infos the share of operations that crash, if {@code crashed} is negative
 * @param crashed how many operations crash, exactly; or -1
 * @param violation whether something goes wrong, once, at about 95 % of the history
 * @param answeredCas whether a cas that finds another value answers ok false; else it fails
 * @param emptyTakes whether a dequeue, pop or poll may find nothing, and answers null
 * @param tickNanos the grain of the clock: above 1, timestamps become equal
 */
public record Shape(
    long seed,
    int operations,
    int clients,
    int keys,
    double infos,
    int crashed,
    boolean violation,
    boolean answeredCas,
    boolean emptyTakes,
    long tickNanos) {

  /** Refuses what no history can be like. */
  public Shape {
    if (operations < 1 || clients < 1 || clients > Simulation.MAX_CLIENTS || keys < 1) {
      throw new IllegalArgumentException(
          "no history has "
              + operations
              + " operations of "
              + clients
              + " clients on "
              + keys
              + " keys: each is at least 1, and there are at most "
              + Simulation.MAX_CLIENTS
              + " clients");
    }
    if (tickNanos < 1) {
      throw new IllegalArgumentException("a clock cannot tick every " + tickNanos + " ns");
    }
  }

  /** Seed 1, one key, nothing crashes, nothing goes wrong, and a take may find nothing. */
  public static Shape of(int operations, int clients) {
    return new Shape(1, operations, clients, 1, 0, -1, false, false, true, 1);
  }

  /** The same shape with another size. */
  public Shape sized(int newOperations, int newClients) {
    return new Shape(
        seed,
        newOperations,
        newClients,
        keys,
        infos,
        crashed,
        violation,
        answeredCas,
        emptyTakes,
        tickNanos);
  }

  /** The same shape with another seed. */
  public Shape withSeed(long newSeed) {
    return new Shape(
        newSeed,
        operations,
        clients,
        keys,
        infos,
        crashed,
        violation,
        answeredCas,
        emptyTakes,
        tickNanos);
  }

  /** The same shape over so many keys. */
  public Shape withKeys(int newKeys) {
    return new Shape(
        seed,
        operations,
        clients,
        newKeys,
        infos,
        crashed,
        violation,
        answeredCas,
        emptyTakes,
        tickNanos);
  }

  /** The same shape with such a share of operations that crash. */
  public Shape withInfos(double share) {
    return new Shape(
        seed, operations, clients, keys, share, -1, violation, answeredCas, emptyTakes, tickNanos);
  }

  /** The same shape with exactly so many operations that crash. */
  public Shape withCrashed(int exactly) {
    return new Shape(
        seed,
        operations,
        clients,
        keys,
        infos,
        exactly,
        violation,
        answeredCas,
        emptyTakes,
        tickNanos);
  }

  /** The same shape, and something goes wrong late. */
  public Shape withViolation() {
    return new Shape(
        seed, operations, clients, keys, infos, crashed, true, answeredCas, emptyTakes, tickNanos);
  }

  /** The same shape, and a cas that finds another value answers ok false. */
  public Shape withAnsweredCas() {
    return new Shape(
        seed, operations, clients, keys, infos, crashed, violation, true, emptyTakes, tickNanos);
  }

  /** The same shape, and nobody takes from what may be empty. */
  public Shape withoutEmptyTakes() {
    return new Shape(
        seed, operations, clients, keys, infos, crashed, violation, answeredCas, false, tickNanos);
  }

  /** The same shape with a coarser clock. */
  public Shape withTick(long nanos) {
    return new Shape(
        seed, operations, clients, keys, infos, crashed, violation, answeredCas, emptyTakes, nanos);
  }
}
