package dev.ordeal.results.run;

import dev.ordeal.checkers.Verdict;
import java.util.Locale;

/** How a trial ended; only {@link #VALID} is green. */
public enum Outcome {
  /** The promise held, and the evidence shows that it was put to the test. */
  VALID,
  /** The promise is broken, and a witness shows it. */
  INVALID,
  /** Nobody can tell: evidence is missing, or a budget ran out. */
  INCONCLUSIVE,
  /** The cluster could not be brought up; nothing was put to the test. */
  SETUP_FAILURE,
  /** The harness, a client or a checker failed; the fault is not the system's. */
  HARNESS_FAILURE;

  /** What a verdict comes to: a valid one with a gap in its evidence is inconclusive. */
  public static Outcome of(Verdict verdict) {
    return switch (verdict.validity()) {
      case INVALID -> INVALID;
      case UNKNOWN -> INCONCLUSIVE;
      case VALID -> verdict.evidence().gaps().isEmpty() ? VALID : INCONCLUSIVE;
    };
  }

  /** Its name in files and tables: {@code setup-failure}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
