package dev.ordeal.bench.histories;

import dev.ordeal.history.Op;
import org.jspecify.annotations.Nullable;

/** What a client is doing: one of these per client, used again for each of its operations. */
final class Running {

  /** What becomes of an operation. */
  enum Fate {
    /** It takes effect, and its client sees that. */
    SEEN,
    /** It takes effect, and its client crashes. */
    CRASHED,
    /** Its client crashes, and then it takes effect. */
    LATE,
    /** Its client crashes, and it never takes effect. */
    LOST;

    boolean crashes() {
      return this != SEEN;
    }
  }

  /** How far it is. */
  enum Phase {
    FREE,
    OPEN,
    EFFECTIVE
  }

  Phase phase = Phase.FREE;
  Fate fate = Fate.SEEN;
  int process;

  String f = "";
  @Nullable Object input;
  @Nullable Object output;
  Op.Type outcome = Op.Type.OK;

  /** What the object keeps of the operation, so that it need not unpack the input. */
  int key;

  int value;

  /** Whether the client holds what its acquire got. */
  boolean holds;

  /** As the history tells it, in nanoseconds; the end is known once it has come. */
  long call;

  long end;

  /** When it is due, by the true clock. */
  long dueEnd;

  void begin(String newF, @Nullable Object newInput) {
    f = newF;
    input = newInput;
    output = newInput;
    outcome = Op.Type.OK;
  }

  void answer(@Nullable Object newOutput) {
    output = newOutput;
  }
}
