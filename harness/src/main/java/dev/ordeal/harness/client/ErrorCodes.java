package dev.ordeal.harness.client;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The error codes of the wire, and which of them prove that a request did not happen.
 *
 * <p>The numbers and their meanings are those of Maelstrom's protocol (jepsen-io/maelstrom,
 * doc/protocol.md). A code that this table does not know proves nothing: it counts as indefinite.
 */
public final class ErrorCodes {

  /** No answer in time; it may have happened. */
  public static final int TIMEOUT = 0;

  /** The node does not know the request's type; it did not happen. */
  public static final int NOT_SUPPORTED = 10;

  /** The node cannot serve now, or nobody listens there; it did not happen. */
  public static final int TEMPORARILY_UNAVAILABLE = 11;

  /** The node could not read the request; it did not happen. */
  public static final int MALFORMED_REQUEST = 12;

  /** The node went wrong, or the connection was lost before the answer; it may have happened. */
  public static final int CRASH = 13;

  /** The node gave up on purpose; it did not happen. */
  public static final int ABORT = 14;

  /** There is no such key; it did not happen. */
  public static final int KEY_DOES_NOT_EXIST = 20;

  /** There is such a key already; it did not happen. */
  public static final int KEY_ALREADY_EXISTS = 21;

  /** What the request expected does not hold; it did not happen. */
  public static final int PRECONDITION_FAILED = 22;

  /** A conflicting transaction was there first; it did not happen. */
  public static final int TXN_CONFLICT = 30;

  private static final Set<Integer> DEFINITE =
      Set.of(
          NOT_SUPPORTED,
          TEMPORARILY_UNAVAILABLE,
          MALFORMED_REQUEST,
          ABORT,
          KEY_DOES_NOT_EXIST,
          KEY_ALREADY_EXISTS,
          PRECONDITION_FAILED,
          TXN_CONFLICT);

  private ErrorCodes() {}

  /** Whether an answer with this code proves that the request did not happen. */
  public static boolean definite(int code) {
    return DEFINITE.contains(code);
  }

  /** Whether an answer's body is an error: its {@code type} is {@code error}. */
  public static boolean isError(Map<String, ? extends @Nullable Object> body) {
    return "error".equals(body.get("type"));
  }

  /** The exception that an error body stands for; a missing code counts as a crash. */
  public static RpcException exception(Map<String, ? extends @Nullable Object> body) {
    int code = body.get("code") instanceof Number number ? number.intValue() : CRASH;
    return exception(code, String.valueOf(body.get("text")));
  }

  /** An exception that is definite if its code is. */
  public static RpcException exception(int code, String text) {
    return new RpcException(definite(code), code, text);
  }
}
