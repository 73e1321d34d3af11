package dev.ordeal.harness;

/** The trial broke, not the system under test: a generator, a client, a nemesis or a checker. */
public final class HarnessFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the part that broke. */
  public HarnessFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
