package dev.ordeal.checkers;

import org.jspecify.annotations.Nullable;

/** What a call does, in the words of a {@link Structure}. */
public sealed interface Role {
  /** None that its structure knows; a history with such a call is left to the search. */
  Role OTHER = new Other();

  /** Found nothing to take. */
  Role TAKE_NOTHING = new TakeNothing();

  /** Takes a lock, or a permit. */
  Role ACQUIRE = new Acquire();

  /** Gives a lock back, or a permit. */
  Role RELEASE = new Release();

  /** See {@link #OTHER}. */
  record Other() implements Role {}

  /** Sets the value. */
  record Write(@Nullable Object value) implements Role {}

  /** Answers the value; of a call that nobody saw end the value means nothing. */
  record Read(@Nullable Object value) implements Role {}

  /** Adds a value to a collection. */
  record Put(@Nullable Object value) implements Role {}

  /** Takes this value out; of a call that nobody saw end the value means nothing. */
  record Take(@Nullable Object value) implements Role {}

  /** See {@link #TAKE_NOTHING}. */
  record TakeNothing() implements Role {}

  /** See {@link #ACQUIRE}. */
  record Acquire() implements Role {}

  /** See {@link #RELEASE}. */
  record Release() implements Role {}

  /** Adds an amount to a counter. */
  record Add(long amount) implements Role {}

  /** Answers an id that was never given before; unseen, the id means nothing. */
  record Issue(@Nullable Object id) implements Role {}

  /** Grants a lock by a token; of a call that nobody saw end the token means nothing. */
  record Grant(long token) implements Role {}

  /** Gives a lock back that was granted by this token. */
  record Return(long token) implements Role {}

  /** Sets the value, by the right of a token. */
  record TokenWrite(long token, @Nullable Object value) implements Role {}

  /** Answers the value and the token that set it; at first there is none, and the token is 0. */
  record TokenRead(long token, @Nullable Object value) implements Role {}
}
