package dev.ordeal.history;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The tiny text notation of histories: a line per op, printed and parsed.
 *
 * <pre>
 *   # time  who     type   f       value           error
 *   4.012s  p3      ok     acquire token 17
 *   4.020s  nemesis invoke pause   n3
 *   5.100s  p4      info   write   token 17 value 3 ! timeout
 * </pre>
 *
 * A value is {@code nil}, {@code true}, a number, a bare word or a {@code "quoted string"}, a
 * {@code [list of values]} or a <code>{key value ...}</code> map; at the top of a line a map needs
 * no braces where its keys are bare words, and nil is left out. What follows {@code !} is the
 * error, what follows {@code #} a comment. Times are exact to the nanosecond; an op without a time
 * comes a millisecond after the one before it, the first at 0.
 */
public final class Notation {
  private static final long SECOND = 1_000_000_000L;

  /** Decimals of a second. */
  private static final int MILLIS = 3;

  private static final int MICROS = 6;
  private static final int NANOS = 9;

  private Notation() {}

  /** One op on one line, without its index: {@code 4.012s p3 ok acquire token 17}. */
  public static String print(Op op) {
    return seconds(op.time()) + " " + withoutTime(op);
  }

  /** One op on one line, without index and time: {@code p3 ok acquire token 17}. */
  public static String withoutTime(Op op) {
    var out = new StringBuilder();
    out.append(who(op)).append(' ').append(word(op.type())).append(' ');
    string(out, op.f());
    tail(out, op);
    return out.toString();
  }

  /** A plain value as it stands at the end of a line: {@code token 17}; nothing for null. */
  public static String value(@Nullable Object value) {
    var out = new StringBuilder();
    if (value != null) {
      top(out, PlainData.of(value));
    }
    return out.toString();
  }

  /** A history, a line per op, in columns. */
  public static String print(History history) {
    return printAligned(history.stream().toList());
  }

  /** Ops, a line each, in columns. */
  public static String printAligned(List<Op> ops) {
    int digits = 3;
    int timeWidth = 0;
    int whoWidth = 0;
    int fWidth = 0;
    for (Op op : ops) {
      digits = Math.max(digits, fractionDigits(op.time()));
      whoWidth = Math.max(whoWidth, who(op).length());
      fWidth = Math.max(fWidth, quoted(op.f()).length());
    }
    for (Op op : ops) {
      timeWidth = Math.max(timeWidth, seconds(op.time(), digits).length());
    }
    var out = new StringBuilder();
    for (Op op : ops) {
      String time = seconds(op.time(), digits);
      out.append(" ".repeat(timeWidth - time.length())).append(time);
      pad(out.append("  "), who(op), whoWidth);
      pad(out.append(' '), word(op.type()), "invoke".length());
      pad(out.append(' '), quoted(op.f()), fWidth);
      tail(out, op);
      out.setLength(lastVisible(out));
      out.append('\n');
    }
    return out.toString();
  }

  /**
   * The history that a text says.
   *
   * @throws MalformedHistoryException if a line says no op or breaks a rule; it names the line
   */
  public static History parse(String text) {
    return NotationParser.parse(text);
  }

  /** A time of a history in seconds, exact, with at least three decimals: {@code 4.012s}. */
  public static String seconds(long nanoseconds) {
    return seconds(nanoseconds, fractionDigits(nanoseconds));
  }

  /** A moment of a history as a sentence names it, cut off at the millisecond: {@code 4.012s}. */
  public static String moment(long nanoseconds) {
    return seconds(nanoseconds, MILLIS);
  }

  /**
   * Prints moments as sentences name them, with as few decimals, three at least, as tell these
   * apart.
   */
  public static LongFunction<String> apart(LongStream times) {
    long[] all = times.sorted().distinct().toArray();
    int digits = areApart(all, 1_000_000) ? MILLIS : areApart(all, 1_000) ? MICROS : NANOS;
    return time -> seconds(time, digits);
  }

  private static boolean areApart(long[] sorted, long unit) {
    return IntStream.range(1, sorted.length)
        .allMatch(i -> sorted[i] / unit != sorted[i - 1] / unit);
  }

  private static String seconds(long nanoseconds, int digits) {
    if (nanoseconds < 0) {
      return nanoseconds + "ns";
    }
    long fraction = nanoseconds % SECOND;
    String all = Long.toString(SECOND + fraction);
    return nanoseconds / SECOND + "." + all.substring(1, 1 + digits) + "s";
  }

  private static int fractionDigits(long nanoseconds) {
    if (nanoseconds % 1_000_000 == 0) {
      return MILLIS;
    }
    return nanoseconds % 1_000 == 0 ? MICROS : NANOS;
  }

  private static String who(Op op) {
    return op.isNemesis() ? "nemesis" : "p" + op.process();
  }

  private static String word(Op.Type type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  private static void pad(StringBuilder out, String text, int width) {
    out.append(text).append(" ".repeat(width - text.length()));
  }

  private static int lastVisible(StringBuilder out) {
    int end = out.length();
    while (end > 0 && out.charAt(end - 1) == ' ') {
      end--;
    }
    return end;
  }

  private static void tail(StringBuilder out, Op op) {
    if (op.value() != null) {
      top(out.append(' '), op.value());
    }
    if (op.error() != null) {
      top(out.append(" ! "), op.error());
    }
  }

  private static void top(StringBuilder out, @Nullable Object value) {
    if (value instanceof Map<?, ?> map
        && !map.isEmpty()
        && map.keySet().stream().allMatch(key -> isBareWord((String) key))) {
      entries(out, map);
    } else {
      any(out, value);
    }
  }

  private static void any(StringBuilder out, @Nullable Object value) {
    if (value == null) {
      out.append("nil");
    } else if (value instanceof String string) {
      string(out, string);
    } else if (value instanceof List<?> items) {
      String between = "[";
      for (Object item : items) {
        any(out.append(between), item);
        between = " ";
      }
      out.append(items.isEmpty() ? "[]" : "]");
    } else if (value instanceof Map<?, ?> map) {
      entries(out.append('{'), map);
      out.append('}');
    } else {
      out.append(value);
    }
  }

  private static void entries(StringBuilder out, Map<?, ?> map) {
    String between = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      string(out.append(between), (String) entry.getKey());
      any(out.append(' '), entry.getValue());
      between = " ";
    }
  }

  private static String quoted(String string) {
    var out = new StringBuilder();
    string(out, string);
    return out.toString();
  }

  private static void string(StringBuilder out, String string) {
    if (isBareWord(string)) {
      out.append(string);
      return;
    }
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      character(out, string.charAt(i));
    }
    out.append('"');
  }

  private static void character(StringBuilder out, char c) {
    switch (c) {
      case '"', '\\' -> out.append('\\').append(c);
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (isUnprintable(c)) {
          out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }

  private static boolean isUnprintable(char c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\ufeff';
  }

  /** Whether a string stands for itself: a letter first, then letters, digits and a few signs. */
  static boolean isBareWord(String string) {
    if (string.isEmpty() || !isLetter(string.charAt(0))) {
      return false;
    }
    for (int i = 1; i < string.length(); i++) {
      if (!isWordCharacter(string.charAt(i))) {
        return false;
      }
    }
    return !string.equals("nil") && !string.equals("true") && !string.equals("false");
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
  }

  static boolean isWordCharacter(char c) {
    return isLetter(c) || c >= '0' && c <= '9' || "-+.:/@*%<>=?$&'".indexOf(c) >= 0;
  }
}
