package dev.ordeal.history.formats;

import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.history.Op;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An op as a file says it, before it has its place in a history.
 *
 * @param line the line of the file, from 1
 * @param time nanoseconds, if the file has any
 * @param tied whether it happened at the very time of the op before it
 * @param process the process under the number that the file gives it
 */
record RecordedOp(
    int line,
    OptionalLong time,
    boolean tied,
    int process,
    Op.Type type,
    String f,
    @Nullable Object value,
    @Nullable Object error) {

  /** The process that a form names: a number, or {@code :nemesis}. */
  static int processOf(@Nullable Object form) {
    if ("nemesis".equals(form)) {
      return Op.NEMESIS;
    }
    if (form instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
      return number.intValue();
    }
    throw new MalformedHistoryException(
        "process " + form + " is neither a number of 31 bits nor :nemesis");
  }

  /** The type that a form names. */
  static Op.Type typeOf(@Nullable Object form) {
    for (Op.Type type : Op.Type.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(form)) {
        return type;
      }
    }
    throw new MalformedHistoryException(
        "type " + form + " is none: write :invoke, :ok, :fail or :info");
  }

  /** This op in a history. */
  Op op(long newTime, int newProcess, Op.Type newType) {
    return new Op(Op.UNPLACED, newTime, newProcess, newType, f, value, error);
  }

  /** What began this; nobody knows when. */
  RecordedOp invocation() {
    return new RecordedOp(
        line, OptionalLong.empty(), false, process, Op.Type.INVOKE, f, value, null);
  }
}
