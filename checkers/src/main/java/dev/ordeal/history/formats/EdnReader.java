package dev.ordeal.history.formats;

import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.history.PlainData;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads forms of EDN (github.com/edn-format/edn) as plain data, one by one, so that a long history
 * is never in memory as a tree.
 *
 * <p>What plain data lacks is read as the nearest that it has: keywords and symbols as strings
 * (without the colon), characters as strings of one, sets as lists, a tagged value as the value, a
 * number that 64 bits do not hold, a ratio and {@code ##NaN} as their text. A key of a map that is
 * no string becomes its text. Discards and comments are skipped.
 *
 * <p>The text may come from strangers: a form may be so long and nest so deep, and no longer.
 */
final class EdnReader {
  private final CharSource source;

  EdnReader(Reader in, int formChars) {
    this(in, formChars, 1);
  }

  /** Reads what begins with this line of a file. */
  EdnReader(Reader in, int formChars, int line) {
    source = new CharSource(in, formChars, line);
  }

  /** The line at which reading goes on, from 1. */
  int line() {
    return source.line();
  }

  /** Whether another form follows; what lies between is skipped, the line is then the form's. */
  boolean hasNext() throws IOException {
    source.mark();
    skip(0);
    return source.peek() != CharSource.END;
  }

  /** Steps into the next form if it is a vector or a list: its items are then the next forms. */
  boolean enter() throws IOException {
    source.mark();
    skip(0);
    skipTags(0);
    boolean enters = source.peek() == '[' || source.peek() == '(';
    if (enters) {
      source.next();
    }
    return enters;
  }

  /** Steps out of what was entered if it ends here. */
  boolean leave() throws IOException {
    if (!hasNext()) {
      throw wrong("the text ends within a collection: is the file cut?");
    }
    boolean leaves = source.peek() == ']' || source.peek() == ')';
    if (leaves) {
      source.next();
    }
    return leaves;
  }

  /** Whether the next form is no collection, nor tagged; what lies before it is skipped. */
  boolean isAtom() throws IOException {
    skip(0);
    return "[({#".indexOf(source.peek()) < 0;
  }

  /** Whether the next form begins with this character; what lies before it is skipped. */
  boolean nextIs(char first) throws IOException {
    skip(0);
    return source.peek() == first;
  }

  /** The next form. */
  @Nullable Object next() throws IOException {
    source.mark();
    return form(0);
  }

  /** The rest of the text as it stands. */
  String rest() throws IOException {
    var out = new StringBuilder();
    for (int c = source.next(); c != CharSource.END; c = source.next()) {
      out.append((char) c);
    }
    return out.toString();
  }

  private @Nullable Object form(int depth) throws IOException {
    if (depth > PlainData.MAX_DEPTH) {
      throw wrong("a value nests deeper than " + PlainData.MAX_DEPTH + " collections: flatten it");
    }
    skip(depth);
    skipTags(depth);
    int c = source.peek();
    switch (c) {
      case CharSource.END:
        throw wrong("the text ends where a value should be: is the file cut?");
      case '"':
        return string();
      case '\\':
        return EdnAtoms.character(token(), source.line());
      case '[', '(':
        return items(c == '[' ? ']' : ')', depth);
      case '{':
        return entries(depth);
      case ']', ')', '}':
        throw wrong("\"" + (char) c + "\" closes nothing");
      case '^', '@', '`', '~', '\'':
        throw wrong("\"" + (char) c + "\" begins no value of EDN: this is Clojure code, no data");
      case '#':
        source.next();
        return dispatched(depth);
      default:
        return EdnAtoms.atom(token(), source.line());
    }
  }

  /** What follows a {@code #} that begins no tag and no discard: a set or a symbolic number. */
  private @Nullable Object dispatched(int depth) throws IOException {
    int c = source.peek();
    if (c == '{') {
      return items('}', depth);
    }
    if (c == '#') {
      source.next();
      return "##" + token();
    }
    if (c == '"') {
      return string();
    }
    throw wrong("\"#\" is followed by nothing that EDN knows: a tag, a set, ## or #_");
  }

  /** Skips blanks, commas, comments and discarded forms. */
  private void skip(int depth) throws IOException {
    while (true) {
      int c = source.peek();
      if (c == ';') {
        while (source.peek() != '\n' && source.peek() != CharSource.END) {
          source.next();
        }
      } else if (c == '#' && source.peekSecond() == '_') {
        source.next();
        source.next();
        form(depth + 1);
      } else if (c != CharSource.END && EdnAtoms.isBlank(c)) {
        source.next();
      } else {
        return;
      }
    }
  }

  /** Skips tags: what a tag says of a value is not kept, the value is. */
  private void skipTags(int depth) throws IOException {
    while (source.peek() == '#' && EdnAtoms.beginsTag(source.peekSecond())) {
      source.next();
      token();
      skip(depth);
    }
  }

  private List<@Nullable Object> items(char bracket, int depth) throws IOException {
    int opened = source.line();
    source.next();
    var items = new ArrayList<@Nullable Object>();
    while (!closed(bracket, opened, depth)) {
      items.add(form(depth + 1));
    }
    return items;
  }

  private Map<String, @Nullable Object> entries(int depth) throws IOException {
    int opened = source.line();
    source.next();
    var entries = new LinkedHashMap<String, @Nullable Object>();
    while (!closed('}', opened, depth)) {
      String key = EdnAtoms.key(form(depth + 1));
      if (closed('}', opened, depth)) {
        throw wrong("key " + key + " of a map has no value");
      }
      if (entries.containsKey(key)) {
        throw wrong("key " + key + " comes twice in a map");
      }
      entries.put(key, form(depth + 1));
    }
    return entries;
  }

  private boolean closed(char bracket, int opened, int depth) throws IOException {
    skip(depth);
    int c = source.peek();
    if (c == CharSource.END) {
      throw wrong(
          "the text ends where a \""
              + bracket
              + "\" should be, for what began in line "
              + opened
              + ": is the file cut?");
    }
    if (c == bracket) {
      source.next();
      return true;
    }
    if (c == ']' || c == ')' || c == '}') {
      throw wrong("\"" + (char) c + "\" stands where a \"" + bracket + "\" should be");
    }
    return false;
  }

  private String string() throws IOException {
    int opened = source.line();
    source.next();
    var out = new StringBuilder();
    while (true) {
      int c = source.next();
      switch (c) {
        case CharSource.END:
          throw wrong("a string that began in line " + opened + " has no closing quote");
        case '"':
          return out.toString();
        case '\\':
          out.append(escaped());
          break;
        default:
          out.append((char) c);
      }
    }
  }

  private char escaped() throws IOException {
    int c = source.next();
    return switch (c) {
      case '"', '\\' -> (char) c;
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> {
        var hex = new StringBuilder();
        while (hex.length() < 4 && source.peek() != '"' && source.peek() != CharSource.END) {
          hex.append((char) source.next());
        }
        yield EdnAtoms.unicode(hex.toString(), source.line());
      }
      default -> throw wrong("\\" + (char) c + " is no escape of a string");
    };
  }

  /** A run of characters up to a blank, a bracket, a quote or a comment. */
  private String token() throws IOException {
    var out = new StringBuilder();
    if (source.peek() == '\\') {
      out.append((char) source.next());
      int second = source.next();
      out.append(second == CharSource.END ? "" : String.valueOf((char) second));
    }
    while (source.peek() != CharSource.END && !EdnAtoms.endsToken(source.peek())) {
      out.append((char) source.next());
    }
    return out.toString();
  }

  private MalformedHistoryException wrong(String what) {
    return new MalformedHistoryException("line " + source.line() + ": " + what);
  }
}
