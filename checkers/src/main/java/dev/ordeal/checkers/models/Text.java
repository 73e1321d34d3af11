package dev.ordeal.checkers.models;

import org.jspecify.annotations.Nullable;

/**
 * An immutable text that grows at its end: it shares all but its last piece with the text that it
 * grew from, and knows its length and hash. Two texts are equal if they read the same, whatever
 * their pieces.
 */
public final class Text {
  /** The text that says nothing. */
  public static final Text EMPTY = new Text(null, "", 0, 0);

  private final @Nullable Text before;
  private final String piece;
  private final int length;
  private final int hash;

  private Text(@Nullable Text before, String piece, int length, int hash) {
    this.before = before;
    this.piece = piece;
    this.length = length;
    this.hash = hash;
  }

  /** This text with a piece more at its end. */
  public Text with(String more) {
    // The hash is that of the string, so that pieces do not matter.
    return more.isEmpty()
        ? this
        : new Text(
            this, more, length + more.length(), hash * power(more.length()) + more.hashCode());
  }

  /** 31 to the power of an exponent. */
  private static int power(int exponent) {
    int power = 1;
    int base = 31;
    for (int left = exponent; left > 0; left >>= 1) {
      power *= (left & 1) == 0 ? 1 : base;
      base *= base;
    }
    return power;
  }

  /** Whether it says nothing. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** Whether it reads like a string. */
  public boolean is(String string) {
    return length == string.length() && hash == string.hashCode() && begins(string);
  }

  /** Whether a string begins with it. */
  public boolean begins(String string) {
    if (length > string.length()) {
      return false;
    }
    // The pieces added last are what tells the texts of one history apart.
    for (Text rest = this; rest.before != null; rest = rest.before) {
      if (!string.startsWith(rest.piece, rest.before.length)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Text that) || length != that.length || hash != that.hash) {
      return false;
    }
    Text one = this;
    Text two = that;
    while (one != two && one.before != null && two.before != null) {
      if (one.piece.length() != two.piece.length()) {
        return one.begins(two.toString());
      }
      if (!one.piece.equals(two.piece)) {
        return false;
      }
      one = one.before;
      two = two.before;
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    char[] all = new char[length];
    for (Text rest = this; rest.before != null; rest = rest.before) {
      rest.piece.getChars(0, rest.piece.length(), all, rest.before.length);
    }
    return String.valueOf(all);
  }
}
