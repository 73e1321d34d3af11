package dev.ordeal.history;

/** A history that breaks a rule of histories; the message names the op and the rule. */
public final class MalformedHistoryException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Names what is malformed: the op (or the line), the rule it breaks, and the cure. */
  public MalformedHistoryException(String message) {
    super(message);
  }

  /** Names what is malformed, and what brought it to light. */
  public MalformedHistoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
