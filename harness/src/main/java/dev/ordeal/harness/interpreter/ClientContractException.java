package dev.ordeal.harness.interpreter;

/** A client answered what no client may answer; the message names the client and the answer. */
public final class ClientContractException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** Names the client, the op and the answer. */
  public ClientContractException(String message) {
    super(message);
  }
}
