package dev.ordeal.harness;

/** The system bore its faults worse, or came back later, than was claimed of it. */
public final class RecoveryError extends AssertionError {
  private static final long serialVersionUID = 1L;

  /** Says what was measured, and where in the history. */
  public RecoveryError(String message) {
    super(message);
  }
}
