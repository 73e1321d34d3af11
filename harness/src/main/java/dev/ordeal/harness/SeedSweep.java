package dev.ordeal.harness;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.internal.Folders;
import dev.ordeal.results.run.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One trial over many seeds: counts what it comes to, and keeps what surprises. */
final class SeedSweep {
  private static final int LISTED = 50;

  private final Trial trial;
  private final String expected;
  private final Predicate<Run> isExpected;
  private final Map<String, Integer> counts = new TreeMap<>();
  private final List<String> surprises = new ArrayList<>();
  private int seeds;
  private String first = "";

  /**
   * A sweep that has not begun.
   *
   * @param expected what it should come to, in a word
   */
  SeedSweep(Trial trial, String expected, Predicate<Run> isExpected) {
    this.trial = trial;
    this.expected = expected;
    this.isExpected = isExpected;
  }

  /** Runs it with one seed after the other. */
  SeedSweep run(List<Long> some) {
    for (long seed : some) {
      seeds++;
      long begin = System.nanoTime();
      String what = surprise(seed).orElse(expected);
      counts.merge(what, 1, Integer::sum);
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(Locale.ROOT, "%s seed %d: %s, %.1f s%n", trial.name(), seed, what, seconds);
    }
    System.out.printf("%s, %d seeds: %s%n", trial.name(), seeds, counts);
    return this;
  }

  /**
   * At least this share of the seeds must have come to what is expected.
   *
   * @throws AssertionError if less did
   */
  void demand(double share) {
    if (surprises.size() > seeds * (1 - share) + 1e-9) {
      var listed = surprises.stream().limit(LISTED).collect(Collectors.joining(", "));
      throw new AssertionError(
          "%s: %d of %d seeds did not come out %s: %s%s; the first of them:%n%s"
              .formatted(
                  trial.name(),
                  surprises.size(),
                  seeds,
                  expected,
                  listed,
                  surprises.size() > LISTED ? ", ..." : "",
                  first));
    }
  }

  /** What it came to with this seed; empty if that is what is expected. */
  private Optional<String> surprise(long seed) {
    try {
      Run run = trial.seed(seed).quiet().observed(beginningsFor(trial.observer())).run();
      if (!isExpected.test(run)) {
        return Optional.of(surprise(seed, words(run), run.text()));
      }
      delete(run.directory());
      return Optional.empty();
    } catch (HarnessFailure | SetupFailure failure) {
      var text = String.valueOf(failure.getMessage());
      return Optional.of(surprise(seed, failure.getClass().getSimpleName(), text));
    }
  }

  private String surprise(long seed, String what, String text) {
    surprises.add(seed + " (" + what + ")");
    first = first.isEmpty() ? text : first;
    return what;
  }

  private static void delete(Path run) {
    try {
      Folders.delete(run);
    } catch (IOException undeletable) {
      System.getLogger(SeedSweep.class.getName())
          .log(System.Logger.Level.WARNING, "cannot delete " + run + ": " + undeletable);
    }
  }

  /** Whoever watches the trial hears that it runs, and does not keep hundreds of runs. */
  private static Trial.Observer beginningsFor(Trial.Observer observer) {
    return new Trial.Observer() {
      @Override
      public void began(Path directory) {
        observer.began(directory);
      }
    };
  }

  private static String words(Run run) {
    var names = anomalies(run);
    return run.outcome().word()
        + (run.outcome() == Outcome.INVALID ? " of " + String.join(", ", names) : "");
  }

  static List<String> anomalies(Run run) {
    return run.verdict().anomalies().stream().map(Anomaly::name).distinct().toList();
  }
}
