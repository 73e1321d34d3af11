package dev.ordeal.bench;

import dev.ordeal.checkers.linearizable.fuzz.Campaign;
import dev.ordeal.checkers.linearizable.fuzz.Campaign.Source;
import dev.ordeal.checkers.linearizable.fuzz.Subject;
import dev.ordeal.checkers.linearizable.fuzz.Subjects;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * Judges as many random histories as one likes: {@code MODEL COUNT SEED [SOURCE]}, where the model
 * may be {@code all} and the source is one of {@link Source}. It ends with code 1 if deciders
 * disagree.
 */
public final class FuzzBench {
  private static final int SHOWN = 3;

  /** Witnesses of a search take most of the time, and there are enough of them. */
  private static final int WITNESSES_EVERY = 10;

  private FuzzBench() {}

  /** Prints a line per model, and the first disagreements. */
  public static void main(String[] arguments) {
    if (arguments.length < 3) {
      System.err.println("say MODEL|all COUNT SEED [SOURCE]; models are " + Subjects.all());
      System.exit(2);
    }
    List<? extends Subject<?>> chosen =
        Subjects.all().stream()
            .filter(s -> arguments[0].equals("all") || s.name().equals(arguments[0]))
            .toList();
    var source =
        Source.valueOf((arguments.length > 3 ? arguments[3] : "small").toUpperCase(Locale.ROOT));
    long count = Long.parseLong(arguments[1].replace("_", ""));
    long seed = Long.parseLong(arguments[2]);
    boolean isClean = true;
    for (Subject<?> subject : chosen) {
      isClean &= run(subject, source, seed, count);
    }
    System.exit(isClean && !chosen.isEmpty() ? 0 : 1);
  }

  private static <S> boolean run(Subject<S> subject, Source source, long seed, long count) {
    long start = processorNanos();
    int[] told = {0};
    var campaign =
        new Campaign<>(subject, source, WITNESSES_EVERY)
            .run(
                seed,
                count,
                disagreement -> {
                  if (told[0]++ < SHOWN) {
                    System.out.println(disagreement);
                  }
                });
    double seconds = (processorNanos() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%s, %.1f s of one processor, %.0f per second%n",
        campaign,
        seconds,
        count / seconds);
    return told[0] == 0;
  }

  /** Wall-clock time says nothing on a machine that others use as well. */
  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
