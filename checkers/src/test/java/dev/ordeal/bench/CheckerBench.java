package dev.ordeal.bench;

import dev.ordeal.bench.histories.KeyValues;
import dev.ordeal.bench.histories.RunnerLines;
import dev.ordeal.bench.histories.Shape;
import dev.ordeal.bench.histories.Subject;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Model;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.formats.HistoryFormat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long the judgement of generated histories takes, and how much memory: a row per size.
 *
 * <p>{@code cold} is the first check in this row, and of the first row the first in this JVM; then
 * follow rounds of warm-up for two seconds at least, the timed rounds, of which the best, the
 * median and the worst are shown, and two rounds in which memory is measured, with garbage ({@code
 * peak}) and without ({@code live}), see {@link Peak}. What is timed is the whole check, from the
 * history to the verdict.
 */
public final class CheckerBench {
  private static final long WARM_UP_NANOS = 2_000_000_000L;

  /** A check that takes longer is not repeated: its first time is all its times. */
  private static final long LONG_NANOS = 20_000_000_000L;

  /** How often the heap is collected while what is reachable is measured. */
  private static final int COLLECTIONS = 25;

  private final BenchArguments asked;
  private final Checker checker;

  private CheckerBench(BenchArguments asked) {
    this.asked = asked;
    this.checker = checker(asked.subject.model());
  }

  /** Prints a table; see {@link BenchArguments#USAGE}. */
  public static void main(String[] arguments) throws IOException {
    BenchArguments asked;
    try {
      asked = BenchArguments.of(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(2);
      return;
    }
    System.out.println(
        "| model | ops | clients | infos | verdict | algorithm | steps | cold ms | best ms | median"
            + " ms | worst ms | peak MB | history MB | generated ms | live MB |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    var bench = new CheckerBench(asked);
    for (Shape shape : asked.shapes) {
      bench.row(shape);
    }
  }

  private <S> Checker checker(Model<S> model) {
    Linearizable<S> checker = Linearizable.of(model);
    if (asked.budgetSteps.isPresent()) {
      checker = checker.budget(asked.budgetSteps.get());
    }
    return asked.search ? checker.bySearchAlone() : checker;
  }

  private void row(Shape shape) throws IOException {
    long before = Peak.retainedBytes();
    long start = System.nanoTime();
    History history = asked.subject.history(shape);
    long generated = System.nanoTime() - start;
    if (asked.directory.isPresent()) {
      write(history, shape, asked.directory.get());
    }
    if (asked.rounds == 0) {
      return;
    }
    long retained = Peak.retainedBytes() - before;
    start = System.nanoTime();
    Verdict verdict = checker.check(history);
    long cold = System.nanoTime() - start;
    long[] times = cold > LONG_NANOS ? new long[] {cold} : times(history);
    long median = times[times.length / 2];
    long peak = Peak.bytesOf(() -> checker.check(history));
    long live =
        Peak.liveBytesOf(() -> checker.check(history), Duration.ofNanos(median / COLLECTIONS));
    System.out.printf(
        "| %s | %d | %d | %d | %s | %s | %s | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.0f | %.1f"
            + " |%n",
        asked.subject.name(),
        shape.operations(),
        shape.clients(),
        infos(history),
        verdict.validity().name().toLowerCase(Locale.ROOT),
        verdict.stats().get("algorithm"),
        verdict.stats().get("steps"),
        cold / 1e6,
        times[0] / 1e6,
        median / 1e6,
        times[times.length - 1] / 1e6,
        peak / 1e6,
        retained / 1e6,
        generated / 1e6,
        live / 1e6);
  }

  private void write(History history, Shape shape, Path directory) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(fileName(asked.subject, shape));
    if (asked.format.isEmpty()) {
      RunnerLines.write(history, file);
      return;
    }
    boolean asKeyValues = asked.format.get() == HistoryFormat.PORCUPINE_KV;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      asked.format.get().write(asKeyValues ? KeyValues.of(history) : history, out);
    }
  }

  /** The times of the rounds after a warm-up, in order. */
  private long[] times(History history) {
    long warm = System.nanoTime();
    while (System.nanoTime() - warm < WARM_UP_NANOS) {
      checker.check(history);
    }
    long[] times = new long[asked.rounds];
    for (int round = 0; round < times.length; round++) {
      long start = System.nanoTime();
      checker.check(history);
      times[round] = System.nanoTime() - start;
    }
    Arrays.sort(times);
    return times;
  }

  private static long infos(History history) {
    long infos = 0;
    for (int at = 0; at < history.size(); at++) {
      infos += history.type(at) == Op.Type.INFO ? 1 : 0;
    }
    return infos;
  }

  private static Path fileName(Subject subject, Shape shape) {
    String crashes = shape.crashed() >= 0 ? "-crashed" + shape.crashed() : "-info" + shape.infos();
    return Path.of(
        "%s-%dops-%dclients%s%s-seed%d.txt"
            .formatted(
                subject.name(),
                shape.operations(),
                shape.clients(),
                crashes,
                shape.violation() ? "-violation" : "",
                shape.seed()));
  }
}
