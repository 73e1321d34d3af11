package dev.ordeal.harness;

/** Nobody can tell whether the system kept its promise, and the message says why. */
public final class InconclusiveError extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** Says what is missing. */
  public InconclusiveError(String message) {
    super(message);
  }
}
