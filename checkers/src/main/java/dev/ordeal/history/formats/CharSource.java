package dev.ordeal.history.formats;

import dev.ordeal.history.MalformedHistoryException;
import java.io.IOException;
import java.io.Reader;

/** The characters of a text, with two characters of foresight, the line, and a limit per form. */
final class CharSource {
  static final int END = -1;

  private final Reader in;
  private final int formChars;
  private final char[] block = new char[1 << 13];
  private int at;
  private int end;
  private boolean ended;
  private int line;
  private int sinceMark;

  /**
   * Reads from {@code in}, which begins with this line of a file, and refuses what is longer than
   * {@code formChars} between two marks.
   */
  CharSource(Reader in, int formChars, int line) {
    this.in = in;
    this.line = line;
    this.formChars = formChars;
  }

  /** The line of the next character, from 1. */
  int line() {
    return line;
  }

  /** Begins a new form, for which the limit counts anew. */
  void mark() {
    sinceMark = 0;
  }

  /** The next character, which stays, or {@link #END}. */
  int peek() throws IOException {
    return hasRoom(1) ? block[at] : END;
  }

  /** The character after the next, which stays, or {@link #END}. */
  int peekSecond() throws IOException {
    return hasRoom(2) ? block[at + 1] : END;
  }

  /** The next character, or {@link #END}. */
  int next() throws IOException {
    int c = peek();
    if (c == END) {
      return END;
    }
    at++;
    if (++sinceMark > formChars) {
      throw new MalformedHistoryException(
          "line " + line + ": one form is longer than " + formChars + " characters");
    }
    if (c == '\n') {
      line++;
    }
    return c;
  }

  private boolean hasRoom(int wanted) throws IOException {
    while (end - at < wanted && !ended) {
      System.arraycopy(block, at, block, 0, end - at);
      end -= at;
      at = 0;
      int read = in.read(block, end, block.length - end);
      ended = read < 0;
      end += Math.max(0, read);
    }
    return end - at >= wanted;
  }
}
