package dev.ordeal.results;

/** There is no run by that name; the message names runs that exist. */
public final class NoSuchRunException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what was looked for, and what there is. */
  public NoSuchRunException(String message) {
    super(message);
  }
}
