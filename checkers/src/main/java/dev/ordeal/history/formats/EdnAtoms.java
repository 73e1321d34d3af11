package dev.ordeal.history.formats;

import dev.ordeal.history.MalformedHistoryException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The atoms of EDN: what a token means as plain data, and which characters make one. */
final class EdnAtoms {
  private static final int NUMBER_CHARS_MAX = 400;
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+N?");
  private static final Pattern HEXADECIMAL = Pattern.compile("[-+]?0[xX][0-9a-fA-F]+N?");
  private static final Pattern RATIO = Pattern.compile("[-+]?[0-9]+/[0-9]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]+)?M?");
  private static final Pattern HEX_DIGITS = Pattern.compile("[0-9a-fA-F]{4}");
  private static final Map<String, String> CHARACTERS =
      Map.of(
          "newline", "\n",
          "return", "\r",
          "space", " ",
          "tab", "\t",
          "backspace", "\b",
          "formfeed", "\f");

  private EdnAtoms() {}

  static boolean isBlank(int c) {
    return c == ',' || c == '\ufeff' || Character.isWhitespace(c);
  }

  static boolean endsToken(int c) {
    return isBlank(c) || "\"[](){};".indexOf(c) >= 0;
  }

  /** Whether what follows a {@code #} makes it a tag; a colon begins that of a namespaced map. */
  static boolean beginsTag(int c) {
    return c == ':' || Character.isLetter(c);
  }

  /** What a token means. */
  static @Nullable Object atom(String token, int line) {
    switch (token) {
      case "nil":
        return null;
      case "true":
        return true;
      case "false":
        return false;
      default:
        break;
    }
    if (token.charAt(0) == ':') {
      String name = token.substring(token.startsWith("::") ? 2 : 1);
      if (name.isEmpty()) {
        throw wrong(line, "\"" + token + "\" is a keyword without a name");
      }
      return name;
    }
    int digit = token.charAt(0) == '-' || token.charAt(0) == '+' ? 1 : 0;
    boolean number = token.length() > digit && isDigit(token.charAt(digit));
    return number ? number(token, line) : token;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Object number(String token, int line) {
    if (token.length() > NUMBER_CHARS_MAX) {
      throw wrong(line, "a number has more than " + NUMBER_CHARS_MAX + " characters");
    }
    if (INTEGER.matcher(token).matches()) {
      return whole(token, 10);
    }
    if (HEXADECIMAL.matcher(token).matches()) {
      return whole(token.replaceFirst("0[xX]", ""), 16);
    }
    if (RATIO.matcher(token).matches()) {
      return token;
    }
    if (DECIMAL.matcher(token).matches()) {
      String digits = token.endsWith("M") ? token.substring(0, token.length() - 1) : token;
      double number = Double.parseDouble(digits);
      return Double.isFinite(number) ? (Object) number : digits;
    }
    throw wrong(line, "\"" + token + "\" is no number: quote it if it is a string");
  }

  private static Object whole(String token, int radix) {
    String digits = token.endsWith("N") ? token.substring(0, token.length() - 1) : token;
    try {
      return Long.valueOf(digits, radix);
    } catch (NumberFormatException e) {
      return digits;
    }
  }

  /** What a token that begins with a backslash means. */
  static String character(String token, int line) {
    String name = token.substring(1);
    if (name.length() == 1 || name.length() == 2 && Character.isSurrogate(name.charAt(0))) {
      return name;
    }
    if (name.length() == 5 && name.charAt(0) == 'u') {
      return String.valueOf(unicode(name.substring(1), line));
    }
    String known = CHARACTERS.get(name);
    if (known == null) {
      throw wrong(line, token + " is no character");
    }
    return known;
  }

  /** The character that four hexadecimal digits name. */
  static char unicode(String hex, int line) {
    if (!HEX_DIGITS.matcher(hex).matches()) {
      throw wrong(line, "\\u needs four hexadecimal digits");
    }
    return (char) Integer.parseInt(hex, 16);
  }

  /** A key as a string: what is none becomes its text. */
  static String key(@Nullable Object key) {
    if (key instanceof List || key instanceof Map) {
      return EdnPrinter.text(key);
    }
    return key == null ? "nil" : key.toString();
  }

  private static MalformedHistoryException wrong(int line, String what) {
    return new MalformedHistoryException("line " + line + ": " + what);
  }
}
