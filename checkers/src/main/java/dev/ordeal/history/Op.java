package dev.ordeal.history;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One event of a history: a process began something, or learned how it ended.
 *
 * <p>An {@link Type#INVOKE} says that it began; {@link Type#OK} that it happened; {@link Type#FAIL}
 * that it certainly did not happen; {@link Type#INFO} that nobody knows. An info retires its client
 * process: whatever it began may take effect at any later time, or never.
 *
 * @param index position in the history, from 0; {@link #UNPLACED} outside a history
 * @param time nanoseconds since the trial began
 * @param process the logical client, from 0, or {@link #NEMESIS}
 * @param type what kind of event this is
 * @param f the name of the function that is invoked, such as {@code read} or {@code acquire}
 * @param value plain data (see {@link PlainData}): the input of an invoke, the output of an ok
 * @param error plain data: why it failed or why nobody knows
 */
public record Op(
    int index,
    long time,
    int process,
    Type type,
    String f,
    @Nullable Object value,
    @Nullable Object error) {

  /** The kinds of event. */
  public enum Type {
    /** It began. */
    INVOKE,
    /** It happened. */
    OK,
    /** It certainly did not happen. */
    FAIL,
    /** Nobody knows; for the nemesis: a fault was injected or healed. */
    INFO;

    /** Whether this type ends an operation. */
    public boolean completes() {
      return this != INVOKE;
    }
  }

  /** The process number of the nemesis. */
  public static final int NEMESIS = -1;

  /** The index and the process of an op that no history holds yet. */
  public static final int UNPLACED = -2;

  /** Refuses values that are not plain data, and folds the small number types into long. */
  public Op {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(f, "f");
    f = PlainData.text(f);
    value = PlainData.of(value);
    error = PlainData.of(error);
  }

  /** Begins {@code f} without input; process, index and time are given by who runs it. */
  public static Op invoke(String f) {
    return invoke(f, null);
  }

  /** Begins {@code f} with an input; process, index and time are given by who runs it. */
  public static Op invoke(String f, @Nullable Object value) {
    return new Op(UNPLACED, 0, UNPLACED, Type.INVOKE, f, value, null);
  }

  /** This op's completion: it happened, and its value stands. */
  public Op ok() {
    return complete(Type.OK, value, null);
  }

  /** This op's completion: it happened and answered {@code output}. */
  public Op ok(@Nullable Object output) {
    return complete(Type.OK, output, null);
  }

  /** This op's completion: it certainly did not happen. */
  public Op fail(Object why) {
    return complete(Type.FAIL, value, why);
  }

  /** This op's completion: nobody knows whether it happened. */
  public Op info(Object why) {
    return complete(Type.INFO, value, why);
  }

  /** Whether the nemesis, not a client, did this. */
  public boolean isNemesis() {
    return process == NEMESIS;
  }

  /** The same op by another process. */
  public Op withProcess(int newProcess) {
    return new Op(index, time, newProcess, type, f, value, error);
  }

  /** The same op at another time, in nanoseconds since the trial began. */
  public Op withTime(long newTime) {
    return new Op(index, newTime, process, type, f, value, error);
  }

  /** The same op at another position. */
  public Op withIndex(int newIndex) {
    return new Op(newIndex, time, process, type, f, value, error);
  }

  /** The same op with another value. */
  public Op withValue(@Nullable Object newValue) {
    return new Op(index, time, process, type, f, newValue, error);
  }

  /** This op in the notation of histories: {@code 4.012s p3 ok acquire token 17}. */
  @Override
  public String toString() {
    return Notation.print(this);
  }

  private Op complete(Type completion, @Nullable Object newValue, @Nullable Object newError) {
    return new Op(UNPLACED, time, process, completion, f, newValue, newError);
  }
}
