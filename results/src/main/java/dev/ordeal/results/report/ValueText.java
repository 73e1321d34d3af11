package dev.ordeal.results.report;

import dev.ordeal.history.Notation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values in the notation of histories, elided to fit on a line; what is left out is counted. */
public final class ValueText {
  private static final int HEAD = 8;
  private static final int TAIL = 2;
  private static final int STRING = 60;
  private static final int NESTING = 6;

  /** So many are not worth a count of what is left out. */
  private static final int FEW = 4;

  /** A shorter string is shorter than what would tell that it was cut. */
  private static final int LEAST_STRING = 15;

  /** No more than what is named: of lists of lists, too, only those with a name in them. */
  private static final int BARE = -1;

  private final int head;
  private final int string;
  private final Set<String> names;

  private ValueText(int head, int string, Set<String> names) {
    this.head = head;
    this.string = string;
    this.names = names;
  }

  /** A plain value; a map at the top needs no braces. */
  static String of(@Nullable Object value, int width) {
    return of(value, Set.of(), width);
  }

  /** The same, where elements of lists with one of these names are the last to be left out. */
  static String of(@Nullable Object value, Set<String> names, int width) {
    if (value == null) {
      return "";
    }
    int least = isNamed(value, names, 1) ? BARE : 1;
    for (ValueText detail = new ValueText(HEAD, STRING, names); ; detail = detail.coarser()) {
      boolean bare = value instanceof Map<?, ?> map && !map.isEmpty();
      String text = bare ? detail.entries((Map<?, ?>) value, 1) : detail.any(value, 1);
      if (text.length() <= width || detail.head <= least) {
        return cut(text, width);
      }
    }
  }

  private ValueText coarser() {
    return new ValueText(head == 0 ? BARE : head / 2, Math.max(LEAST_STRING, string / 2), names);
  }

  /** Whether it, or something in it, has one of these names. */
  private static boolean isNamed(@Nullable Object value, Set<String> names, int depth) {
    if (names.isEmpty()) {
      return false;
    }
    if (value instanceof List<?> list) {
      return depth <= NESTING && list.stream().anyMatch(one -> isNamed(one, names, depth + 1));
    }
    return value != null && names.contains(String.valueOf(value));
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
    int tail = head <= 0 ? 0 : TAIL;
    boolean elided = list.size() > Math.max(FEW, head + tail + 1);
    if (head == BARE) {
      elided |= list.stream().allMatch(List.class::isInstance) && isNamed(list, names, depth);
    }
    var texts = new ArrayList<String>();
    int left = 0;
    for (int i = 0; i < list.size(); i++) {
      boolean isShown = !elided || i < head || i >= list.size() - tail;
      if (isShown || isNamed(list.get(i), names, depth)) {
        more(texts, left);
        left = 0;
        texts.add(any(list.get(i), depth + 1));
      } else {
        left++;
      }
    }
    more(texts, left);
    return String.join(" ", texts);
  }

  private void more(List<String> texts, int left) {
    if (left > 0) {
      texts.add("... " + left + (head == BARE ? " more" : " more ..."));
    }
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
