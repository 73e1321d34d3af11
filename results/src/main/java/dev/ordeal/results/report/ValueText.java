package dev.ordeal.results.report;

import dev.ordeal.history.Notation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values in the notation of histories, elided to fit on a line; what is left out is counted. */
public final class ValueText {
  private static final int HEAD = 8;
  private static final int TAIL = 2;
  private static final int STRING = 60;
  private static final int NESTING = 6;

  private final int head;
  private final int string;

  private ValueText(int head, int string) {
    this.head = head;
    this.string = string;
  }

  /** A plain value; a map at the top needs no braces. */
  static String of(@Nullable Object value, int width) {
    if (value == null) {
      return "";
    }
    for (ValueText detail = new ValueText(HEAD, STRING); ; detail = detail.coarser()) {
      boolean bare = value instanceof Map<?, ?> map && !map.isEmpty();
      String text = bare ? detail.entries((Map<?, ?>) value, 1) : detail.any(value, 1);
      if (text.length() <= width || detail.head == 1) {
        return cut(text, width);
      }
    }
  }

  private ValueText coarser() {
    return new ValueText(head / 2, string / 2);
  }

  /** Text of strangers on one line: nothing in it can break the line or steer a terminal. */
  public static String escape(String text, int width) {
    var safe = new StringBuilder();
    for (int i = 0; i < text.length() && safe.length() <= width; ) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      if (isVisible(point)) {
        safe.appendCodePoint(point);
      } else {
        safe.append(escaped(point));
      }
    }
    return cut(safe.toString(), width, text.length());
  }

  private static boolean isVisible(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String escaped(int point) {
    return switch (point) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format(Locale.ROOT, point > 0xffff ? "\\u{%x}" : "\\u%04x", point);
    };
  }

  /** The text, or its beginning if it is wider than this. */
  static String cut(String text, int width) {
    return cut(text, width, text.length());
  }

  private static String cut(String text, int width, int length) {
    if (text.length() <= width) {
      return text;
    }
    String mark = "... (" + length + " chars)";
    int end = Math.max(0, width - mark.length());
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + mark;
  }

  private String any(@Nullable Object value, int depth) {
    if (value instanceof Map<?, ?> map) {
      return map.isEmpty() ? "{}" : "{" + (depth > NESTING ? "..." : entries(map, depth)) + "}";
    }
    if (value instanceof List<?> list) {
      return list.isEmpty() ? "[]" : "[" + (depth > NESTING ? "..." : items(list, depth)) + "]";
    }
    if (value instanceof String text) {
      return escape(Notation.value(cut(text, string)), 3 * string);
    }
    return value == null ? "nil" : value.toString();
  }

  private String items(List<?> list, int depth) {
    var texts = new ArrayList<String>();
    boolean elided = list.size() > head + TAIL + 1;
    int first = elided ? head : list.size();
    list.subList(0, first).forEach(item -> texts.add(any(item, depth + 1)));
    if (elided) {
      texts.add("... " + (list.size() - head - TAIL) + " more ...");
      list.subList(list.size() - TAIL, list.size())
          .forEach(item -> texts.add(any(item, depth + 1)));
    }
    return String.join(" ", texts);
  }

  private String entries(Map<?, ?> map, int depth) {
    var texts = new ArrayList<String>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (texts.size() == head) {
        texts.add("... " + (map.size() - head) + " more ...");
        break;
      }
      texts.add(any(entry.getKey(), depth + 1) + " " + any(entry.getValue(), depth + 1));
    }
    return String.join(" ", texts);
  }
}
