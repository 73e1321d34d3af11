package dev.ordeal.checkers;

import org.jspecify.annotations.Nullable;

/**
 * What a system promises to be, as if one client used it at a time: a state and its steps.
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
  }

  /** The call can happen and leads to {@code state}. */
  record To<S>(S state) implements Step<S> {}

  /** The call cannot happen; {@code because} is a sentence without a full stop. */
  record Illegal<S>(String because) implements Step<S> {}
}
