package dev.ordeal.bench;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.Models;
import dev.ordeal.history.History;
import dev.ordeal.history.JsonLines.Limits;
import dev.ordeal.history.formats.HistoryFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * How long the judgement of recorded histories takes, all files of a directory together, in
 * whatever format they are: {@code RecordedBench cas-register DIRECTORY [ROUNDS]}. With {@code
 * --verdict-only} at the end nothing is explained, which is what most other checkers do.
 *
 * <p>Reading is not timed. The first round is cold; then follow three seconds of warm-up.
 */
public final class RecordedBench {
  private static final long WARM_UP_NANOS = 3_000_000_000L;

  private RecordedBench() {}

  /** Prints a line per file with its verdict and its time when warm, then the sums. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      System.err.println(
          "RecordedBench MODEL DIRECTORY [ROUNDS] [--verdict-only]; models are " + Models.names());
      System.exit(2);
    }
    Model<?> model =
        Models.named(arguments[0])
            .orElseThrow(() -> new IllegalArgumentException("models are " + Models.names()));
    var names = new ArrayList<String>();
    List<History> histories = read(Path.of(arguments[1]), names);
    boolean isVerdictOnly = arguments[arguments.length - 1].equals("--verdict-only");
    int given = arguments.length - (isVerdictOnly ? 1 : 0);
    int rounds = given > 2 ? Integer.parseInt(arguments[2]) : 11;
    Linearizable<?> checker = Linearizable.of(model);
    measure(isVerdictOnly ? checker.withoutExplanation() : checker, names, histories, rounds);
  }

  private static List<History> read(Path directory, List<String> names) throws IOException {
    var histories = new ArrayList<History>();
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        if (Files.size(file) > 0) {
          try (InputStream in = Files.newInputStream(file)) {
            histories.add(HistoryFormat.readAny(in, Limits.standard()));
            names.add(String.valueOf(file.getFileName()));
          }
        }
      }
    }
    return histories;
  }

  private static void measure(
      Checker checker, List<String> names, List<History> histories, int rounds) {
    long cold = round(checker, histories);
    long start = System.nanoTime();
    while (System.nanoTime() - start < WARM_UP_NANOS) {
      round(checker, histories);
    }
    long[] times = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      times[i] = round(checker, histories);
    }
    Arrays.sort(times);
    var counts = new TreeMap<String, Integer>();
    for (int i = 0; i < names.size(); i++) {
      start = System.nanoTime();
      Verdict verdict = checker.check(histories.get(i));
      double millis = (System.nanoTime() - start) / 1e6;
      String validity = verdict.validity().name().toLowerCase(Locale.ROOT);
      counts.merge(validity, 1, Integer::sum);
      System.out.printf(
          "%s %s %.3f ms, %s%n", names.get(i), validity, millis, verdict.stats().get("algorithm"));
    }
    long peak = Peak.bytesOf(() -> round(checker, histories));
    System.out.printf(
        "%d files %s: cold %.1f ms, best %.1f, median %.1f, worst %.1f; peak %.1f MB%n",
        names.size(),
        counts,
        cold / 1e6,
        times[0] / 1e6,
        times[rounds / 2] / 1e6,
        times[rounds - 1] / 1e6,
        peak / 1e6);
  }

  private static long round(Checker checker, List<History> histories) {
    long start = System.nanoTime();
    histories.forEach(checker::check);
    return System.nanoTime() - start;
  }
}
