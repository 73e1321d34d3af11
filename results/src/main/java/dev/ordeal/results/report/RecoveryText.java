package dev.ordeal.results.report;

import dev.ordeal.checkers.Recovery;
import dev.ordeal.checkers.Recovery.Load;
import dev.ordeal.checkers.Recovery.OfKind;
import dev.ordeal.checkers.Recovery.Outage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a system bore its faults and came back from them, in two paragraphs of numbers. */
public final class RecoveryText {
  private static final int NAME_WIDTH = 30;

  private RecoveryText() {}

  /** Nothing is said of a run without faults. */
  static void add(Screen screen, Recovery recovery) {
    if (!recovery.kinds().isEmpty()) {
      screen.paragraph("recovery:    ", recovered(recovery), 2);
      screen.paragraph("storm:       ", borne(recovery), 2);
    }
  }

  /** What clients got in the calm, on this cluster: also of a run without faults. */
  static void addCalm(Screen screen, Recovery recovery) {
    var text = new StringBuilder();
    recovery
        .calmThroughput()
        .ifPresent(rate -> text.append(String.format(Locale.ROOT, "%.0f ok/s", rate)));
    if (!text.isEmpty()) {
      recovery
          .calm()
          .latency()
          .ifPresent(
              latency ->
                  text.append("; p50 ")
                      .append(words(latency.p50()))
                      .append(", p99 ")
                      .append(words(latency.p99())));
    }
    screen.paragraph("calm:        ", text.toString(), 1);
  }

  /** The worst of each kind; after how many healings, if not after all. */
  private static String recovered(Recovery recovery) {
    var texts = new ArrayList<String>();
    texts.add("first ok after " + each(recovery, OfKind::firstOk, OfKind::returned));
    recovery
        .calmThroughput()
        .ifPresent(
            rate ->
                texts.add(
                    String.format(Locale.ROOT, "90 %% of %.0f ok/s after ", rate)
                        + each(recovery, OfKind::throughput, OfKind::regained)));
    return String.join("; ", texts);
  }

  private static String each(
      Recovery recovery,
      Function<OfKind, Optional<Duration>> time,
      Function<OfKind, Integer> times) {
    return recovery.kinds().entrySet().stream()
        .map(
            entry -> {
              OfKind kind = entry.getValue();
              int seen = times.apply(kind);
              String name = ValueText.escape(entry.getKey(), NAME_WIDTH) + " ";
              String part =
                  seen == kind.injected() ? "" : " (" + seen + " of " + kind.injected() + ")";
              return name + time.apply(kind).map(RecoveryText::words).orElse("?") + part;
            })
        .collect(Collectors.joining(", "));
  }

  private static String borne(Recovery recovery) {
    var texts = new ArrayList<String>();
    String tolerance =
        recovery.faultToleranceRate().isEmpty()
            ? ""
            : String.format(
                Locale.ROOT, ", tolerance %.2f", recovery.faultToleranceRate().getAsDouble());
    texts.add(share(recovery.storm()) + " ok, calm " + share(recovery.calm()) + tolerance);
    texts.add("p99 " + p99(recovery.storm()) + ", calm " + p99(recovery.calm()));
    recovery
        .longest()
        .map(Outage::length)
        .ifPresent(longest -> texts.add("longest without any ok " + words(longest)));
    return String.join("; ", texts);
  }

  private static String share(Load load) {
    return load.share().isEmpty()
        ? "?"
        : String.format(Locale.ROOT, "%.1f %%", 100 * load.share().getAsDouble());
  }

  private static String p99(Load load) {
    return load.latency().map(latency -> words(latency.p99())).orElse("?");
  }

  /** A duration in three or so digits: {@code 2.1 ms}, {@code 350 ms}, {@code 1.204 s}. */
  public static String words(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    if (millis >= 999.5) {
      return String.format(Locale.ROOT, "%.3f s", millis / 1000);
    }
    return String.format(Locale.ROOT, millis < 9.95 ? "%.1f ms" : "%.0f ms", millis);
  }
}
