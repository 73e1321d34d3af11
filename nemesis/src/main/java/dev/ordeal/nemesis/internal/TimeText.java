package dev.ordeal.nemesis.internal;

import java.time.Duration;
import java.util.regex.Pattern;

/** Durations as plans and faults write them: {@code 2 s}, {@code 1200 ms}. */
public final class TimeText {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,12}) (s|ms|us|ns)");

  private TimeText() {}

  /** In the largest unit that leaves nothing over. */
  public static String of(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos % 1_000_000_000 == 0) {
      return nanos / 1_000_000_000 + " s";
    } else if (nanos % 1_000_000 == 0) {
      return nanos / 1_000_000 + " ms";
    }
    return nanos % 1_000 == 0 ? nanos / 1_000 + " us" : nanos + " ns";
  }

  /**
   * Reads what {@link #of} writes.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  public static Duration parse(String text) {
    var matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no duration: write it like 2 s or 1200 ms");
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "ms" -> Duration.ofMillis(count);
      case "us" -> Duration.ofNanos(Math.multiplyExact(count, 1_000L));
      default -> Duration.ofNanos(count);
    };
  }
}
