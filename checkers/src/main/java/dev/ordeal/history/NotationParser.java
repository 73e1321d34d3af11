package dev.ordeal.history;

import dev.ordeal.history.Op.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses one line of the notation of histories. */
final class NotationParser {
  private static final Pattern TIME = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,9})?s");
  private static final Pattern PROCESS = Pattern.compile("p[0-9]{1,10}");
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final long MILLISECOND = 1_000_000L;

  private final String line;
  private int at;

  private NotationParser(String line) {
    this.line = line;
  }

  static History parse(String text) {
    var builder = History.builder();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      try {
        var parser = new NotationParser(line);
        parser.skipBlanks();
        if (!parser.atEnd()) {
          builder.add(parser.op(builder.size() == 0 ? 0 : builder.lastTime() + MILLISECOND));
        }
      } catch (IllegalArgumentException e) {
        throw new MalformedHistoryException("line " + number + ": " + e.getMessage());
      }
    }
    return builder.build();
  }

  private Op op(long timeIfNone) {
    String first = bareToken("a time such as 4.012s, or a process such as p3, or nemesis");
    long time = timeIfNone;
    if (TIME.matcher(first).matches()) {
      time = nanoseconds(first);
      first = bareToken("a process such as p3, or nemesis");
    }
    int process = process(first);
    Type type = type(bareToken("invoke, ok, fail or info"));
    if (atEnd()) {
      throw wrong("the function is missing");
    }
    if (!(any() instanceof String f)) {
      throw wrong("the function is not a word or a quoted string");
    }
    Object value = top();
    Object error = null;
    if (!atEnd() && line.charAt(at) == '!') {
      at++;
      skipBlanks();
      error = top();
    }
    if (!atEnd()) {
      throw wrong("there is more than one value: quote strings, or write {key value} or [a b]");
    }
    return new Op(Op.UNPLACED, time, process, type, f, value, error);
  }

  private static long nanoseconds(String token) {
    try {
      return new BigDecimal(token.substring(0, token.length() - 1))
          .movePointRight(9)
          .longValueExact();
    } catch (ArithmeticException e) {
      throw new MalformedHistoryException(
          "time " + token + " is later than 64 bits of nanoseconds can say", e);
    }
  }

  private static int process(String token) {
    if (token.equals("nemesis")) {
      return Op.NEMESIS;
    }
    if (!PROCESS.matcher(token).matches()
        || Long.parseLong(token.substring(1)) > Integer.MAX_VALUE) {
      throw new MalformedHistoryException(
          "\"" + token + "\" is no process: write p0, p1, ... or nemesis");
    }
    return Integer.parseInt(token.substring(1));
  }

  private static Type type(String token) {
    for (Type type : Type.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(token)) {
        return type;
      }
    }
    throw new MalformedHistoryException(
        "\"" + token + "\" is no type of op: write invoke, ok, fail or info");
  }

  /** The value here, where a map may stand without braces; null if there is none. */
  private @Nullable Object top() {
    if (atTopEnd()) {
      return null;
    }
    boolean bare = line.charAt(at) != '"';
    Object first = any();
    if (atTopEnd()) {
      return first;
    }
    if (!bare || !(first instanceof String key)) {
      throw wrong("there is more than one value: quote strings, or write {key value} or [a b]");
    }
    var entries = new LinkedHashMap<String, @Nullable Object>();
    put(entries, key);
    while (!atTopEnd()) {
      if (line.charAt(at) == '"' || !(any() instanceof String next)) {
        throw wrong("a key is not a bare word: write {...} around a map with such keys");
      }
      put(entries, next);
    }
    return entries;
  }

  private boolean atTopEnd() {
    return atEnd() || line.charAt(at) == '!';
  }

  private void put(Map<String, @Nullable Object> entries, String key) {
    if (atTopEnd()) {
      throw wrong("key " + key + " has no value");
    }
    if (entries.containsKey(key)) {
      throw wrong("key " + key + " comes twice in a map");
    }
    entries.put(key, any());
  }

  private @Nullable Object any() {
    return any(0);
  }

  private @Nullable Object any(int depth) {
    if (depth > PlainData.MAX_DEPTH) {
      throw wrong("a value nests deeper than " + PlainData.MAX_DEPTH + " lists and maps");
    }
    Object value =
        switch (line.charAt(at)) {
          case '"' -> string();
          case '[' -> list(depth);
          case '{' -> map(depth);
          default -> atom(token());
        };
    skipBlanks();
    return value;
  }

  private List<@Nullable Object> list(int depth) {
    at++;
    var items = new ArrayList<@Nullable Object>();
    while (!closed(']')) {
      items.add(any(depth + 1));
    }
    return items;
  }

  private Map<String, @Nullable Object> map(int depth) {
    at++;
    var entries = new LinkedHashMap<String, @Nullable Object>();
    while (!closed('}')) {
      if (!(any(depth + 1) instanceof String key)) {
        throw wrong("a map's key is not a word or a quoted string");
      }
      if (entries.containsKey(key)) {
        throw wrong("key " + key + " comes twice in a map");
      }
      if (atEnd() || line.charAt(at) == '}') {
        throw wrong("key " + key + " has no value");
      }
      entries.put(key, any(depth + 1));
    }
    return entries;
  }

  private boolean closed(char bracket) {
    skipBlanks();
    if (atEnd()) {
      throw wrong("\"" + bracket + "\" is missing");
    }
    if (line.charAt(at) != bracket) {
      return false;
    }
    at++;
    return true;
  }

  private static @Nullable Object atom(String token) {
    switch (token) {
      case "nil":
        return null;
      case "true":
        return true;
      case "false":
        return false;
      default:
        return Notation.isBareWord(token) ? token : number(token);
    }
  }

  private static Object number(String token) {
    if (token.length() > 400 || !DECIMAL.matcher(token).matches()) {
      throw new MalformedHistoryException(
          "\"" + token + "\" is neither a number nor a bare word: quote it");
    }
    if (!INTEGER.matcher(token).matches()) {
      return Double.valueOf(token);
    }
    try {
      return Long.valueOf(token);
    } catch (NumberFormatException e) {
      throw new MalformedHistoryException(token + " does not fit into 64 bits", e);
    }
  }

  private String string() {
    var out = new StringBuilder();
    for (at++; !atEnd() && line.charAt(at) != '"'; at++) {
      out.append(line.charAt(at) == '\\' ? escaped() : line.charAt(at));
    }
    if (atEnd()) {
      throw wrong("a quoted string has no closing quote");
    }
    at++;
    return out.toString();
  }

  private char escaped() {
    at++;
    char c = atEnd() ? ' ' : line.charAt(at);
    switch (c) {
      case '"', '\\':
        return c;
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        String hex = line.substring(at + 1, Math.min(at + 5, line.length()));
        if (hex.matches("[0-9a-fA-F]{4}")) {
          at += 4;
          return (char) Integer.parseInt(hex, 16);
        }
        throw wrong("\\u needs four hexadecimal digits");
      default:
        throw wrong("\\" + c + " is no escape: there are \\\" \\\\ \\n \\r \\t and \\uXXXX");
    }
  }

  private String bareToken(String wanted) {
    if (atEnd()) {
      throw wrong("the line ends where there should be " + wanted);
    }
    String token = token();
    skipBlanks();
    return token;
  }

  private String token() {
    int start = at;
    while (!atEnd() && Notation.isWordCharacter(line.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw wrong("\"" + line.charAt(at) + "\" does not belong here");
    }
    return line.substring(start, at);
  }

  private boolean atEnd() {
    return at >= line.length();
  }

  private void skipBlanks() {
    while (!atEnd() && " \t\r,".indexOf(line.charAt(at)) >= 0) {
      at++;
    }
    if (!atEnd() && line.charAt(at) == '#') {
      at = line.length();
    }
  }

  private MalformedHistoryException wrong(String what) {
    return new MalformedHistoryException(what + ", in: " + abbreviated());
  }

  private String abbreviated() {
    return line.length() <= 120 ? line.strip() : line.substring(0, 120).strip() + "...";
  }
}
