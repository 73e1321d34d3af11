package dev.ordeal.checkers;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A well-known type that a model is an instance of; a model that declares one, and the {@link Role}
 * of each call in it, is judged by the algorithm made for it wherever a history allows that.
 *
 * <p>What is declared must follow from the model's steps. An order that an algorithm finds is
 * replayed through the steps, and a witness is judged by them, so a wrong declaration is found out.
 */
public sealed interface Structure {

  /** Whether this is a register in the words of {@link Register.Words#KEYED}. */
  default boolean isKeyedRegister() {
    return this instanceof Register register && register.words() == Register.Words.KEYED;
  }

  /** No well-known type: the search decides. */
  record None() implements Structure {}

  /**
   * A register: {@link Role.Write} sets it, {@link Role.Read} answers what was set last.
   *
   * @param initial what is read before anything is written
   * @param words how calls say what they do
   */
  record Register(@Nullable Object initial, Words words) implements Structure {

    /** The words of a register; those that are known are read without an object for each call. */
    public enum Words {
      /** Only {@link Model#role} and {@link Model#key} understand them. */
      ITS_OWN,
      /**
       * {@code write [key value]}, and {@code read [key nil]}, which answers {@code [key value]}.
       */
      KEYED
    }

    /** A register that has words of its own. */
    public Register(@Nullable Object initial) {
      this(initial, Words.ITS_OWN);
    }
  }

  /** First in, first out: {@link Role.Put}, {@link Role.Take}, {@link Role.TakeNothing}. */
  record Queue() implements Structure {}

  /** Last in, first out: {@link Role.Put}, {@link Role.Take}, {@link Role.TakeNothing}. */
  record Stack() implements Structure {}

  /**
   * The best comes out first: {@link Role.Put}, {@link Role.Take}, {@link Role.TakeNothing}.
   *
   * @param bestFirst orders values; of two that compare as equal either may come out
   */
  record PriorityQueue(Comparator<Object> bestFirst) implements Structure {}

  /** A lock that only its holder releases: {@link Role.Acquire}, {@link Role.Release}. */
  record OwnedLock() implements Structure {}

  /**
   * So many permits, whoever holds them: {@link Role.Acquire} takes one, {@link Role.Release} gives
   * one back.
   *
   * @param permits how many there are at first; 1 is a mutex without owners
   * @param bounded whether a release beyond that is illegal
   */
  record Permits(int permits, boolean bounded) implements Structure {}

  /** A counter: {@link Role.Add} adds, {@link Role.Read} answers the sum as a Long. */
  record Counter(long initial) implements Structure {}

  /** Ids that are given once: {@link Role.Issue}. */
  record UniqueIds() implements Structure {}

  /** A log that only grows: {@link Role.Put} appends, {@link Role.Read} answers the whole list. */
  record Log() implements Structure {}

  /** A set that only grows: {@link Role.Put} adds, {@link Role.Read} answers all, as a list. */
  record GrowOnlySet() implements Structure {}

  /**
   * A lock that grants tokens, and a register that takes no write with an older token than the
   * last: {@link Role.Grant}, {@link Role.Return}, {@link Role.TokenWrite}, {@link Role.TokenRead}.
   */
  record FencedRegister() implements Structure {}
}
