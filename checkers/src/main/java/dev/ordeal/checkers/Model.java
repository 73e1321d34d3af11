package dev.ordeal.checkers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a system promises to be, as if one client used it at a time: a state and its steps.
 *
 * <p>Only {@link #initial}, {@link #step} and {@link #name} must be written. All else declares what
 * follows from the steps anyway and makes answers faster: a model that cannot tell leaves it.
 *
 * @param <S> the state: immutable, with value equality
 */
public interface Model<S> {

  /** The state before anything happened. */
  S initial();

  /** Where a call leads from a state, or why it cannot happen there. */
  Step<S> step(S state, Call call);

  /** The name of the model, in kebab case, as verdicts show it. */
  String name();

  /** Whether the model speaks of this function; a checker leaves out operations of any other. */
  default boolean knows(String f) {
    return true;
  }

  /**
   * The well-known type that this model is an instance of: a declaration that lets a faster
   * algorithm judge it.
   */
  default Structure structure() {
    return new Structure.None();
  }

  /** What a call does in the words of its {@link #structure}. */
  default Role role(Call call) {
    return Role.OTHER;
  }

  /**
   * The key of the independent object that a call goes to, if the model is made of such: each is
   * then judged by itself, with the same model and its {@link #initial} state (Herlihy and Wing's
   * locality). Either all calls of a history have one, or it is judged as a whole.
   */
  default Optional<Object> key(Call call) {
    return Optional.empty();
  }

  /**
   * Whether no step asks for the {@link Call#process}: calls that differ in nothing else are then
   * interchangeable.
   */
  default boolean isAnonymous() {
    return false;
  }

  /**
   * Whether a call is legal in every state and leads to the same state from all of them, like a
   * write: what stood before is then lost, and nobody can tell whether another such call came just
   * before it. In a model with keys: from all states in which the other keys hold the same.
   */
  default boolean isOverwrite(Call call) {
    return false;
  }

  /**
   * Whether a call with this answer is legal in every state, like an append: so nobody can tell
   * whether it came just before a call that {@link #isOverwrite}. A hint that shortens searches; a
   * model that cannot tell says no.
   */
  default boolean isBlind(Call call) {
    return isOverwrite(call);
  }

  /**
   * Whether a call with this answer, or one that nobody saw end, never changes any state: a hint
   * that shortens searches. A model that cannot tell says no.
   */
  default boolean isPure(Call call) {
    return false;
  }

  /**
   * Whether a call that nobody saw end can be left out from this state on, without losing any order
   * that the promise allows: a hint that shortens searches. It may say yes if, from every state
   * that can follow, the call is illegal or changes nothing; or if its effect can help no other
   * call, given that it is the last call of its process. A model that cannot tell says no.
   */
  default boolean isNeedless(S state, Call call) {
    return false;
  }

  /**
   * Whether a call whose answer was seen is illegal here and in every state that can follow, so
   * that it should have come earlier: a hint that shortens searches. A model that cannot tell says
   * no.
   */
  default boolean isHopeless(S state, Call call) {
    return false;
  }

  /**
   * Whether a call whose answer was seen is illegal here and in every state that can follow before
   * a call that {@link #isOverwrite} is taken: like a read of less than what a log holds that only
   * grows. A hint that shortens searches; a model that cannot tell says no.
   */
  default boolean isHopelessWithoutOverwrite(S state, Call call) {
    return isHopeless(state, call);
  }

  /**
   * An operation as a model sees it.
   *
   * @param process the process that called; processes may own things
   * @param f the function
   * @param input the value of the invocation
   * @param seen whether somebody saw the answer; if not, any answer fits
   * @param output the answer, if it was seen
   */
  record Call(
      int process, String f, @Nullable Object input, boolean seen, @Nullable Object output) {}

  /** Where a call leads. */
  sealed interface Step<S> {

    /** The call can happen and leads to this state. */
    static <S> Step<S> to(S state) {
      return new To<>(state);
    }

    /** The call cannot happen here, because of this broken rule. */
    static <S> Step<S> illegal(String because) {
      return new Illegal<>(because);
    }

    /** The call cannot happen here; to break this rule is an anomaly with a name. */
    static <S> Step<S> illegal(String name, String because) {
      return new Illegal<>(name, because);
    }
  }

  /** The call can happen and leads to {@code state}. */
  record To<S>(S state) implements Step<S> {}

  /**
   * The call cannot happen.
   *
   * @param name the anomaly that it would be, in kebab case
   * @param because the broken rule, a sentence without a full stop
   */
  record Illegal<S>(String name, String because) implements Step<S> {
    /** The name of an anomaly that has no name of its own. */
    public static final String NONLINEARIZABLE = "nonlinearizable";

    /** The call cannot happen, and what it would be has no name of its own. */
    public Illegal(String because) {
      this(NONLINEARIZABLE, because);
    }
  }
}
