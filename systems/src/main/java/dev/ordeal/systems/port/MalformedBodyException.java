package dev.ordeal.systems.port;

/** A message lacks a field or has one of a wrong type; to be answered with error 12. */
public final class MalformedBodyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A malformed message.
   *
   * @param text which field is wrong, and what it should be
   */
  public MalformedBodyException(String text) {
    super(text, null, false, false);
  }
}
