package dev.ordeal.harness.generator;

import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Says which operation comes next: pure, immutable, and repeatable from the seed in its context.
 *
 * <p>Asking again neither changes nor postpones the answer; only taking the emitted op and going on
 * with the rest does. To write one, implement {@link #next}; to build one, see {@link Generators}.
 */
@FunctionalInterface
public interface Generator {

  /** What comes next, as seen at the context's time and with its free processes. */
  Next next(Context context);

  /**
   * The generator after an event: an invocation that was emitted, or a completion.
   *
   * @param context as it is after the event
   */
  default Generator update(Context context, Op event) {
    return this;
  }

  /** Does this again and again, with new random choices each time. */
  default Generator repeat() {
    return new Repeat(this, this, 0, Long.MAX_VALUE);
  }

  /** Does this {@code times} times. */
  default Generator repeat(long times) {
    return times == 0 ? Generators.nothing() : new Repeat(this, this, 0, times);
  }

  /** The first {@code most} operations of this. */
  default Generator limit(long most) {
    return new Limit(this, most);
  }

  /**
   * The operations of this that begin less than {@code limit} after it is first asked. Those that
   * are open then go on.
   */
  default Generator timeLimit(Duration limit) {
    return TimeLimit.of(this, limit);
  }

  /**
   * Spaces operations at random, {@code mean} apart on average: each begins 0 to twice {@code mean}
   * after the one before, whichever process ran it.
   */
  default Generator stagger(Duration mean) {
    return Spacing.random(this, mean);
  }

  /** Begins {@code perSecond} operations a second on average, spaced at random. */
  default Generator rate(double perSecond) {
    return stagger(Duration.ofNanos(Math.round(1e9 / perSecond)));
  }

  /** Lets each operation begin {@code gap} after the one before, whichever process ran it. */
  default Generator delay(Duration gap) {
    return Spacing.fixed(this, gap);
  }

  /** Does this, waits until every operation is completed, and goes on with {@code next}. */
  default Generator then(Generator next) {
    return Generators.sequence(this, next.synchronize());
  }

  /** Waits until every operation is completed, and does this. */
  default Generator synchronize() {
    return new Synchronize(this);
  }

  /** Lets clients alone do this. */
  default Generator onClients() {
    return new Restricted(Part.CLIENTS, this);
  }

  /** Lets the nemesis alone do this. */
  default Generator onNemesis() {
    return new Restricted(Part.NEMESIS, this);
  }

  /** Lets the nemesis alone do this, which hears of what clients do too. */
  default Generator onNemesisHearingAll() {
    return new Restricted(Part.NEMESIS, this, true);
  }

  /** Does this again and again until one of its operations is ok. */
  default Generator untilOk() {
    return new UntilOk(repeat(), Numbers.NONE);
  }

  /**
   * Does this until one of its operations is ok, then lets the process that ran it go on with what
   * {@code next} makes of the completion. If none is ok, it ends with this.
   *
   * <p>Made for {@link Generators#eachProcess}, where each process follows its own completions.
   *
   * @param next a pure function
   */
  default Generator whenOk(Function<Op, Generator> next) {
    return new WhenOk(this, next, Numbers.NONE);
  }

  /** Does this until an event, be it of this or of another generator, meets the condition. */
  default Generator stopWhen(Predicate<Op> event) {
    return new StopWhen(this, event);
  }

  /** Those operations of this that meet the condition. */
  default Generator filter(Predicate<Op> condition) {
    return new Filter(this, condition);
  }

  /**
   * This with each operation changed.
   *
   * @param change a pure function; it may change {@code f} and value, not process and time
   */
  default Generator map(UnaryOperator<Op> change) {
    return new Mapped(this, change);
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
