package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;

/**
 * Says which operation comes next: pure, immutable, and repeatable from the seed in its context.
 *
 * <p>Asking again neither changes nor postpones the answer; only taking the emitted op and going on
 * with the rest does.
 */
public interface Generator {

  /** What comes next, as seen at the context's time and with its free processes. */
  Next next(Context context);

  /** The generator after an event: an invocation that was emitted, or a completion. */
  default Generator update(Context context, Op event) {
    return this;
  }

  /** An answer of a generator. */
  sealed interface Next {}

  /**
   * An operation to begin.
   *
   * @param op an invoke with its process set to a free process and its time to when it should begin
   *     (nanoseconds since the trial began; at once if that is past)
   * @param rest the generator once this op is taken
   */
  record Emit(Op op, Generator rest) implements Next {}

  /**
   * Nothing yet: ask again after the next event, or at {@code wake} at the latest.
   *
   * @param wake nanoseconds since the trial began; {@link Long#MAX_VALUE} if only an event helps
   * @param rest the generator to ask then
   */
  record Pending(long wake, Generator rest) implements Next {}

  /** Nothing any more. */
  record Exhausted() implements Next {}
}
