package dev.ordeal.results.cli;

import dev.ordeal.results.run.Conclusion;
import dev.ordeal.results.run.Outcome;
import java.util.Optional;

/** What the command line answers to whoever started it. */
final class ExitCode {
  static final int VALID = 0;
  static final int INVALID = 1;
  static final int UNKNOWN = 2;
  static final int USAGE = 3;
  static final int CORRUPT = 4;

  /** A flaw of Ordeal itself, as sysexits.h has it. */
  static final int OUR_FAULT = 70;

  private ExitCode() {}

  static int of(Optional<Conclusion> conclusion) {
    return conclusion.map(Conclusion::outcome).map(ExitCode::of).orElse(UNKNOWN);
  }

  private static int of(Outcome outcome) {
    return switch (outcome) {
      case VALID -> VALID;
      case INVALID -> INVALID;
      case INCONCLUSIVE, SETUP_FAILURE, HARNESS_FAILURE -> UNKNOWN;
    };
  }
}
