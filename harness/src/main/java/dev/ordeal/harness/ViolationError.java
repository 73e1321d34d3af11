package dev.ordeal.harness;

/** The history is invalid: the system broke its promise. The message is the failure text. */
public final class ViolationError extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** The failure text. */
  public ViolationError(String message) {
    super(message);
  }
}
