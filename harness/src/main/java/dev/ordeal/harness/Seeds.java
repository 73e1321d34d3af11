package dev.ordeal.harness;

import dev.ordeal.results.run.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * One trial with one seed after the other: how surely a flawed system is convicted, and how surely
 * a sound one is not.
 *
 * <pre>{@code
 * @Test
 * @Tag("long")
 * void whatever_the_seed(Trial trial) {
 *   Seeds.asked().convict(LockTrials.lease(trial.on(backend)), "stale-token-write");
 * }
 * }</pre>
 *
 * <p>Each seed has a line on standard output. Runs that come to what is expected are deleted, all
 * others stay in the store.
 */
public final class Seeds {
  /** The system property that names the seeds: a number of them, or ranges as in 1-20,77. */
  public static final String PROPERTY = "ordeal.seeds";

  /** How many seeds there are, unless somebody says. */
  public static final int STANDARD = 20;

  private static final int SEEDS_MAX = 1_000_000;

  private final List<Long> seeds;

  private Seeds(List<Long> seeds) {
    this.seeds = List.copyOf(seeds);
  }

  /**
   * The seeds that {@code -Dordeal.seeds} names: {@code 200} are the seeds 1 to 200, {@code
   * 1-20,77} are those. Without it, the one that {@code -Dordeal.seed} names, or the seeds 1 to
   * {@value #STANDARD}.
   */
  public static Seeds asked() {
    String asked = System.getProperty(PROPERTY, "").strip();
    String one = System.getProperty(Trial.SEED_PROPERTY, "").strip();
    if (!asked.isEmpty()) {
      return of(asked);
    }
    return of(one.isEmpty() ? Integer.toString(STANDARD) : one + "-" + one);
  }

  /**
   * The seeds that a text names, in its order.
   *
   * @param text a number of seeds, from 1 on, or seeds and ranges of them: {@code 1-20,77}
   */
  public static Seeds of(String text) {
    try {
      var seeds = text.matches("\\d+") ? range(1, Long.parseLong(text)) : named(text);
      if (!seeds.isEmpty()) {
        return new Seeds(seeds);
      }
    } catch (NumberFormatException tooLong) {
      // Told below.
    }
    throw new IllegalArgumentException(
        "-D"
            + PROPERTY
            + "="
            + text
            + " names no seeds: say how many (200), or which (1-20,77); "
            + SEEDS_MAX
            + " at most");
  }

  private static List<Long> named(String text) {
    var seeds = new ArrayList<Long>();
    for (String part : text.split(",", -1)) {
      var ends = part.strip().split("(?<=\\d)-", -1);
      long from = Long.parseLong(ends[0].strip());
      seeds.addAll(
          switch (ends.length) {
            case 1 -> List.of(from);
            case 2 -> range(from, Long.parseLong(ends[1].strip()));
            default -> throw new NumberFormatException(part);
          });
    }
    return seeds;
  }

  private static List<Long> range(long from, long to) {
    if (from > to || to - from >= SEEDS_MAX) {
      throw new NumberFormatException(from + "-" + to);
    }
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  /** The seeds, in order. */
  public List<Long> list() {
    return seeds;
  }

  /**
   * With every seed the trial must come out valid.
   *
   * @throws AssertionError if it does not, with the seeds that surprise and the first failure text
   */
  public void acquit(Trial trial) {
    new SeedSweep(trial, "valid", run -> run.outcome() == Outcome.VALID).run(seeds).demand(1);
  }

  /**
   * With every seed the trial must convict of this anomaly.
   *
   * @throws AssertionError if it does not, with the seeds that surprise and the first failure text
   */
  public void convict(Trial trial, String anomaly) {
    convict(trial, anomaly, 1);
  }

  /**
   * With at least this share of the seeds the trial must convict of this anomaly.
   *
   * @param share from 0 to 1; 0.95 are 19 of 20 seeds
   * @throws AssertionError if it does not, with the seeds that surprise and the first failure text
   */
  public void convict(Trial trial, String anomaly, double share) {
    new SeedSweep(trial, anomaly, run -> SeedSweep.anomalies(run).contains(anomaly))
        .run(seeds)
        .demand(share);
  }
}
