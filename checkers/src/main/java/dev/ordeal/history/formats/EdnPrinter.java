package dev.ordeal.history.formats;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Prints plain data as EDN that {@link EdnReader} reads as the same. */
final class EdnPrinter {
  private static final Pattern KEYWORD = Pattern.compile("[A-Za-z][A-Za-z0-9_.?!*+-]*");

  private EdnPrinter() {}

  /** The text of a plain value. */
  static String text(@Nullable Object value) {
    var out = new StringBuilder();
    value(out, value);
    return out.toString();
  }

  /** A name as a keyword where it can be one, else as a string: both are read as the name. */
  static void name(StringBuilder out, String name) {
    if (KEYWORD.matcher(name).matches()) {
      out.append(':').append(name);
    } else {
      string(out, name);
    }
  }

  static void value(StringBuilder out, @Nullable Object value) {
    if (value == null) {
      out.append("nil");
    } else if (value instanceof String text) {
      string(out, text);
    } else if (value instanceof Map<?, ?> map) {
      String between = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        name(out.append(between), (String) entry.getKey());
        value(out.append(' '), entry.getValue());
        between = ", ";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> items) {
      boolean transaction = isTransaction(items);
      String between = "[";
      for (Object item : items) {
        out.append(between);
        if (transaction) {
          microOp(out, (List<?>) item);
        } else {
          value(out, item);
        }
        between = " ";
      }
      out.append(items.isEmpty() ? "[]" : "]");
    } else {
      out.append(value);
    }
  }

  /** Whether this is a transaction as Elle reads it: triples of function, key and value. */
  private static boolean isTransaction(List<?> items) {
    return items.stream()
        .allMatch(
            item ->
                item instanceof List<?> triple
                    && triple.size() == 3
                    && triple.get(0) instanceof String f
                    && KEYWORD.matcher(f).matches());
  }

  private static void microOp(StringBuilder out, List<?> triple) {
    name(out.append('['), (String) triple.get(0));
    value(out.append(' '), triple.get(1));
    value(out.append(' '), triple.get(2));
    out.append(']');
  }

  private static void string(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\ufeff') {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
