package dev.ordeal.harness.interpreter;

import dev.ordeal.history.Op;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One operation on its way through an actor. */
final class Call {
  final Actor actor;
  final Op op;
  private @Nullable Thread thread;

  Call(Actor actor, Op op) {
    this.actor = actor;
    this.op = op;
  }

  /** Performs it on this thread; the answer holds what went wrong with the client, if anything. */
  Answer perform() {
    mark(Thread.currentThread());
    try {
      return answer(() -> actor.perform(op));
    } finally {
      mark(null);
    }
  }

  /** The answer that holds this completion, or what was thrown instead. */
  Answer answer(Supplier<Op> completion) {
    try {
      return new Answer(this, completion.get(), null);
    } catch (Throwable failure) {
      return new Answer(this, null, failure);
    }
  }

  private synchronized void mark(@Nullable Thread performer) {
    thread = performer;
  }

  /** Interrupts the thread that performs it, if one does. */
  synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /**
   * What came of a call.
   *
   * @param completion the completion, if there is no failure
   * @param failure why the trial cannot go on, such as a client that breaks its contract
   */
  record Answer(Call call, @Nullable Op completion, @Nullable Throwable failure) {}
}
