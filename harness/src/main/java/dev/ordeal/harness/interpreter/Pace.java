package dev.ordeal.harness.interpreter;

import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How time passes for an interpreter, and who performs its calls. Used by one thread at a time. */
interface Pace {

  /** Nanoseconds since the trial began. */
  long now();

  /** Hands a call to whoever performs it; its answer can be polled later. */
  void begin(Call call);

  /** The next answer, if one is there. */
  Call.@Nullable Answer poll();

  /** Keeps what somebody saw happen, until it is polled; safe to call from any thread. */
  void tell(Op signal);

  /** What somebody saw happen next, if there is something. */
  @Nullable Op pollSignal();

  /**
   * Waits until an answer or a signal is there, or at most until {@code wake}.
   *
   * @param wake nanoseconds since the trial began
   */
  void await(long wake) throws InterruptedException;

  /** Gives up a call that is not answered in time. */
  void abandon(Call call);

  /** Closes the actor of a retired process, without waiting for it. */
  void retire(Actor actor);

  /**
   * Closes these actors and ends all threads, waiting no longer than the bound; says what has not
   * ended by then.
   */
  Optional<String> close(Collection<Actor> actors, Collection<Call> open, Duration bound);
}
