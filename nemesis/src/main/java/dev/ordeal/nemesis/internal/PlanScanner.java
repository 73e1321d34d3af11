package dev.ordeal.nemesis.internal;

/** The tokens of a plan's text, one after the other, and what is said where they do not fit. */
final class PlanScanner {
  private static final String SIGNS = ",;:()[]=";
  private static final int AROUND = 40;

  private final String text;
  private int position;

  PlanScanner(String text) {
    this.text = text;
  }

  enum Kind {
    WORD,
    STRING,
    SIGN,
    END
  }

  /**
   * A token.
   *
   * @param text a word, a sign, or what stands in quotes
   * @param at where it begins
   * @param end where it ends
   */
  record Token(Kind kind, String text, int at, int end) {
    boolean is(String wanted) {
      return kind != Kind.STRING && kind != Kind.END && text.equals(wanted);
    }

    /** Whether it may be a word of the user's. */
    boolean isText() {
      return kind == Kind.WORD || kind == Kind.STRING;
    }
  }

  Token peek() {
    return tokenAt(position);
  }

  /** The one after the next. */
  Token second() {
    return tokenAt(peek().end);
  }

  Token take() {
    var token = peek();
    position = token.end;
    return token;
  }

  /** Takes the next if it is this word or sign. */
  boolean takeIf(String wanted) {
    if (!peek().is(wanted)) {
      return false;
    }
    take();
    return true;
  }

  /** Takes these words and signs. */
  void expect(String... wanted) {
    for (String one : wanted) {
      if (!takeIf(one)) {
        throw unexpected("'" + one + "'");
      }
    }
  }

  /** The rest of this line, and the end of it. */
  String takeLine() {
    int end = text.indexOf('\n', position);
    int stop = end < 0 ? text.length() : end;
    var line = text.substring(position, stop);
    position = end < 0 ? stop : end + 1;
    return line;
  }

  boolean isAtEnd() {
    return position >= text.length();
  }

  int position() {
    return position;
  }

  IllegalArgumentException unexpected(String wanted) {
    var found = peek();
    return failure(
        found.at,
        wanted
            + " is wanted, not "
            + (found.kind == Kind.END ? "the end" : "'" + found.text + "'"));
  }

  /** Names a place, and shows it. */
  IllegalArgumentException failure(int at, String what) {
    int from = Math.max(text.lastIndexOf('\n', Math.max(0, at - 1)) + 1, at - AROUND);
    int lineEnd = text.indexOf('\n', at);
    int to = Math.min(lineEnd < 0 ? text.length() : lineEnd, at + AROUND);
    return new PlanTextException(
        "the plan cannot be read at character %d: %s%n  %s%n  %s^"
            .formatted(
                at + 1, what, text.substring(from, Math.max(from, to)), " ".repeat(at - from)));
  }

  /** Has named the place already. */
  static final class PlanTextException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    PlanTextException(String message) {
      super(message);
    }
  }

  private Token tokenAt(int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return new Token(Kind.END, "", at, at);
    }
    char first = text.charAt(at);
    if (first == '"') {
      return string(at);
    }
    if (SIGNS.indexOf(first) >= 0) {
      return new Token(Kind.SIGN, String.valueOf(first), at, at + 1);
    }
    int end = wordEnd(at);
    if (end == at) {
      throw failure(at, "'" + first + "' stands for nothing here");
    }
    return new Token(Kind.WORD, text.substring(at, end), at, end);
  }

  /** A comma within a word, as in {@code n1,n2}, belongs to it. */
  private int wordEnd(int at) {
    int end = at;
    while (end < text.length()
        && (isWord(end) || text.charAt(end) == ',' && end > at && isWord(end + 1))) {
      end++;
    }
    return end;
  }

  private boolean isWord(int at) {
    return at < text.length() && Quotes.isWordCharacter(text.charAt(at));
  }

  private Token string(int at) {
    var content = new StringBuilder();
    for (int i = at + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return new Token(Kind.STRING, content.toString(), at, i + 1);
      }
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      if (c == '\\' && "\"\\nr".indexOf(next) >= 0) {
        content.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
        i++;
      } else {
        content.append(c);
      }
    }
    throw failure(at, "these quotes are not closed");
  }
}
