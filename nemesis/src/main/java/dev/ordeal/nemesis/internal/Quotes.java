package dev.ordeal.nemesis.internal;

import java.util.Set;
import java.util.regex.Pattern;

/** Words and strings, as plans write them. */
public final class Quotes {
  static final Set<String> UNITS =
      Set.of("ns", "us", "ms", "s", "min", "h", "bytes", "bytes/s", "%", "MB", "GB");

  /** What stands for something else where a word of the user's may stand. */
  private static final Set<String> RESERVED =
      Set.of("or", "undone", "by", "x", "no", "logs", "there", "the");

  /** What begins a plan. */
  static final Set<String> OPENERS =
      Set.of("phases", "when", "whenever", "swizzle", "script", "rolling", "no");

  private static final String CHARACTER = "[A-Za-z0-9_*#|@%+./-]";
  private static final Pattern WORD = Pattern.compile(CHARACTER + "+(," + CHARACTER + "+)*");
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
  private static final Pattern AMOUNT = Pattern.compile("\\d+(\\.\\d+)? (\\S+)");

  private Quotes() {}

  /** A word as it is, if it stands for nothing else; else quoted. */
  public static String word(String text) {
    boolean isPlain =
        WORD.matcher(text).matches()
            && !isNumber(text)
            && !RESERVED.contains(text)
            && !OPENERS.contains(text)
            && !UNITS.contains(text);
    return isPlain ? text : quoted(text);
  }

  /** What a fault aims at: a word, a number, or a number with a unit; else quoted. */
  static String value(String text) {
    var amount = AMOUNT.matcher(text);
    boolean isAmount = amount.matches() && UNITS.contains(amount.group(2));
    return isAmount || isNumber(text) ? text : word(text);
  }

  static boolean isNumber(String text) {
    return NUMBER.matcher(text).matches();
  }

  static boolean isWordCharacter(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || "_*#|@%+./-".indexOf(c) >= 0);
  }

  /** In quotes; a backslash stands before quotes and backslashes within. */
  public static String quoted(String text) {
    var quoted =
        text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r");
    return '"' + quoted + '"';
  }
}
