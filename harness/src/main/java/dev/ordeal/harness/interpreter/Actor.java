package dev.ordeal.harness.interpreter;

import dev.ordeal.history.Op;
import java.util.function.Consumer;

/** Carries out the operations of one process, one at a time. */
interface Actor extends AutoCloseable {

  /** Carries out an op, blocking, and answers its completion. */
  Op perform(Op op);

  /** Begins a call on a thread that must not block; what comes of it is given to {@code done}. */
  default void begin(Call call, Consumer<Call.Answer> done) {
    done.accept(call.perform());
  }

  /** Lets go of everything. Idempotent; may be called while another thread performs. */
  @Override
  void close();
}
