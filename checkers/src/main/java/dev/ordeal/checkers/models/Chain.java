package dev.ordeal.checkers.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable list that grows and shrinks at its head, each step in constant time. Its hash is
 * kept, and two lists that share a tail are not compared beyond where it begins.
 */
public final class Chain {
  /** The list that holds nothing. */
  public static final Chain EMPTY = new Chain(null, null, 0, 1);

  private final @Nullable Object head;
  private final @Nullable Chain tail;
  private final int size;
  private final int hash;

  private Chain(@Nullable Object head, @Nullable Chain tail, int size, int hash) {
    this.head = head;
    this.tail = tail;
    this.size = size;
    this.hash = hash;
  }

  /** This list with one value more, at its head. */
  public Chain with(@Nullable Object value) {
    return new Chain(value, this, size + 1, 31 * hash + Objects.hashCode(value));
  }

  /** The number of values. */
  public int size() {
    return size;
  }

  /** Whether it holds nothing. */
  public boolean isEmpty() {
    return size == 0;
  }

  /**
   * The value added last.
   *
   * @throws IllegalStateException if the list is empty
   */
  public @Nullable Object head() {
    if (tail == null) {
      throw new IllegalStateException("an empty list has no head: ask isEmpty first");
    }
    return head;
  }

  /**
   * The list without its head.
   *
   * @throws IllegalStateException if the list is empty
   */
  public Chain tail() {
    if (tail == null) {
      throw new IllegalStateException("an empty list has no tail: ask isEmpty first");
    }
    return tail;
  }

  /** The same values, the last first. */
  Chain reversed() {
    Chain reversed = EMPTY;
    for (Chain rest = this; !rest.isEmpty(); rest = rest.tail()) {
      reversed = reversed.with(rest.head());
    }
    return reversed;
  }

  /** Whether these are its values, the last first in the list. */
  boolean isBackwards(List<?> list) {
    if (list.size() != size) {
      return false;
    }
    ListIterator<?> backwards = list.listIterator(size);
    for (Chain rest = this; !rest.isEmpty(); rest = rest.tail()) {
      if (!Objects.equals(rest.head(), backwards.previous())) {
        return false;
      }
    }
    return true;
  }

  /** The values in the order in which they were added. */
  public List<@Nullable Object> inOrder() {
    var values = values();
    Collections.reverse(values);
    return values;
  }

  /** The values from the head on. */
  List<@Nullable Object> values() {
    var values = new ArrayList<@Nullable Object>(size);
    for (Chain rest = this; !rest.isEmpty(); rest = rest.tail()) {
      values.add(rest.head());
    }
    return values;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Chain that) || size != that.size || hash != that.hash) {
      return false;
    }
    Chain one = this;
    Chain two = that;
    while (one != two) {
      if (!Objects.equals(one.head(), two.head())) {
        return false;
      }
      one = one.tail();
      two = two.tail();
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return values().toString();
  }
}
