package dev.ordeal.systems.port;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a node did not answer a request with success; the numbers are those of the Maelstrom
 * protocol, <a href="https://github.com/jepsen-io/maelstrom/blob/main/doc/protocol.md">errors</a>.
 */
public enum ErrorCode {
  /** No answer in time: it may have happened, and may yet happen. */
  TIMEOUT(0, false),
  /** The node does not know the type of the request. */
  NOT_SUPPORTED(10, true),
  /** The node cannot serve now, and did nothing. */
  TEMPORARILY_UNAVAILABLE(11, true),
  /** The request lacks a field, or has one of a wrong type. */
  MALFORMED_REQUEST(12, true),
  /** The node broke off: the request may have happened. */
  CRASH(13, false),
  /** The request was abandoned before it did anything. */
  ABORT(14, true),
  /** There is no such key. */
  KEY_DOES_NOT_EXIST(20, true),
  /** There is such a key already. */
  KEY_ALREADY_EXISTS(21, true),
  /** The state of the system does not allow the request. */
  PRECONDITION_FAILED(22, true),
  /** The transaction conflicts with another one and was undone. */
  TXN_CONFLICT(30, true);

  private final long code;
  private final boolean definite;

  ErrorCode(long code, boolean definite) {
    this.code = code;
    this.definite = definite;
  }

  /** The number on the wire. */
  public long code() {
    return code;
  }

  /** Whether the request certainly did not happen and never will. */
  public boolean definite() {
    return definite;
  }

  /** The body of an answer that reports this error. */
  public Map<String, @Nullable Object> body(String text) {
    return Bodies.of("type", "error", "code", code, "text", text);
  }
}
