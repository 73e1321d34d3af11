package dev.ordeal.harness.interpreter;

import dev.ordeal.harness.client.RpcException;
import dev.ordeal.history.Op;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Turns what clients answer and throw into completions. */
final class Outcomes {

  private Outcomes() {}

  /** The answer itself, if a client may answer it. */
  static Op checked(Op op, @Nullable Op answer, Object client) {
    if (answer == null
        || answer.type() == Op.Type.INVOKE
        || answer.process() != op.process()
        || !answer.f().equals(op.f())) {
      throw new ClientContractException(
          "the client %s answered %s to %s: it must answer op.ok(..), op.fail(..) or op.info(..)"
              .formatted(client.getClass().getName(), answer, op));
    }
    return answer;
  }

  /** What a throw says: certainly not, if the exception is definite; else nobody knows. */
  static Op thrown(Op op, Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof VirtualMachineError fatal) {
      throw fatal;
    }
    if (cause instanceof ClientContractException broken) {
      throw broken;
    }
    return cause instanceof RpcException rpc && rpc.definite()
        ? op.fail(text(rpc))
        : op.info(text(cause));
  }

  /** An exception in one line: its message, after its kind unless it is an answer. */
  static String text(Throwable thrown) {
    String kind = thrown.getClass().getSimpleName();
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return kind;
    }
    return thrown instanceof RpcException ? message : kind + ": " + message;
  }

  private static Throwable unwrapped(Throwable thrown) {
    boolean wrapper = thrown instanceof CompletionException || thrown instanceof ExecutionException;
    Throwable cause = thrown.getCause();
    return wrapper && cause != null ? unwrapped(cause) : thrown;
  }
}
