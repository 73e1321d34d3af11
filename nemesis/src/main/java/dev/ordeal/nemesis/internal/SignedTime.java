package dev.ordeal.nemesis.internal;

import java.time.Duration;

/** Durations forward and back, as {@link TimeText} writes them: {@code 30 s}, {@code -1500 ms}. */
public final class SignedTime {

  private SignedTime() {}

  /** With a minus in front if it leads back. */
  public static String of(Duration duration) {
    return duration.isNegative() ? "-" + TimeText.of(duration.negated()) : TimeText.of(duration);
  }

  /**
   * Reads what {@link #of} writes.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  static Duration parse(String text) {
    return text.startsWith("-")
        ? TimeText.parse(text.substring(1)).negated()
        : TimeText.parse(text);
  }
}
