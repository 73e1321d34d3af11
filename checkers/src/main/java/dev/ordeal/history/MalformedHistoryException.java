package dev.ordeal.history;

/** A history that breaks a rule of histories; the message names the op and the rule. */
public final class MalformedHistoryException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Names what is malformed: the op (or the line) and the rule it breaks. */
  public MalformedHistoryException(String message) {
    super(message);
  }
}
