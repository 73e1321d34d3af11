package dev.ordeal.toxiproxy.model;

import java.time.Duration;
import java.util.Locale;

/**
 * What happens to those who connect to a proxy from now on; connections that are open go on.
 *
 * @param delay how long a slow accept takes; zero for every other kind
 */
public record ConnectFault(Kind kind, Duration delay) {
  /** Everyone is let in. */
  public static final ConnectFault NONE = new ConnectFault(Kind.NONE, Duration.ZERO);

  /** A kind of connect fault. */
  public enum Kind {
    /** Everyone is let in. */
    NONE,
    /** Connecting fails at once: connection refused. The port stays taken. */
    REFUSE,
    /** Connecting does not end: nobody answers, as if packets were dropped (on Linux). */
    HANG,
    /** Connecting works, and the upstream is dialled after a delay. */
    SLOW,
    /** Connecting works, and is followed by a reset (RST). */
    RESET;

    /** As the API writes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads a kind and its delay.
   *
   * @throws Refusal 400 for an unknown kind, or a delay that is negative or of another kind
   */
  public static ConnectFault of(String kind, Duration delay) {
    for (Kind known : Kind.values()) {
      if (known.word().equals(kind)) {
        if (delay.isNegative() || (known != Kind.SLOW && !delay.isZero())) {
          throw Refusal.badRequest("delay must be at least 0, and 0 for all but slow");
        }
        return new ConnectFault(known, delay);
      }
    }
    throw Refusal.badRequest("connect must be one of none, refuse, hang, slow, reset, was " + kind);
  }
}
