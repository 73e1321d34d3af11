package dev.ordeal.harness.cluster;

/** A cluster could not be brought up; the message names the cause and the cure. */
public class SetupFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the cause and the cure. */
  public SetupFailure(String message) {
    super(message);
  }

  /** Names the cause and the cure. */
  public SetupFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
