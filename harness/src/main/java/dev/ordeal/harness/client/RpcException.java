package dev.ordeal.harness.client;

/** A request was not answered with success; says whether it certainly did not happen. */
public final class RpcException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean definite;
  private final int code;

  /**
   * A request that went wrong.
   *
   * @param definite whether it certainly did not happen
   * @param code the error code of the answer; 0 for a time-out, 13 for a lost connection
   * @param text what went wrong
   */
  public RpcException(boolean definite, int code, String text) {
    super(text, null, false, false);
    this.definite = definite;
    this.code = code;
  }

  /** Whether the request certainly did not happen. */
  public boolean definite() {
    return definite;
  }

  /** The error code: see the table in the harness README. */
  public int code() {
    return code;
  }
}
