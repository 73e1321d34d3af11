package dev.ordeal.results.report;

import java.util.ArrayList;
import java.util.List;

/** Lines that fit on one screen: none is wider than 110 columns. */
final class Screen {
  static final int COLUMNS = 110;
  private static final String INDENT = "  ";

  private final List<String> lines = new ArrayList<>();

  /** A line as it is; the caller knows that it is safe. */
  Screen line(String text) {
    lines.add(ValueText.cut(text, COLUMNS));
    return this;
  }

  /** Text of strangers, one indented paragraph per line of it, wrapped; at most so many lines. */
  Screen paragraph(String label, String text, int most) {
    if (text.isBlank()) {
      return this;
    }
    var wrapped = new ArrayList<String>();
    text.strip()
        .lines()
        .limit(most + 1L)
        .forEach(line -> wrap(wrapped, line, label.length(), most));
    for (int i = 0; i < Math.min(most, wrapped.size()); i++) {
      String end = i == most - 1 && wrapped.size() > most ? " ..." : "";
      line(INDENT + (i == 0 ? label : " ".repeat(label.length())) + wrapped.get(i) + end);
    }
    return this;
  }

  private static void wrap(List<String> wrapped, String text, int labelWidth, int most) {
    int width = COLUMNS - INDENT.length() - labelWidth - " ...".length();
    String rest = ValueText.escape(text.strip(), (most + 1) * width);
    while (rest.length() > width) {
      int space = beforeNumber(rest, rest.lastIndexOf(' ', width));
      int end = space <= 0 ? width : space;
      wrapped.add(rest.substring(0, end));
      rest = rest.substring(end).strip();
    }
    wrapped.add(rest);
  }

  /** A number is not torn from its unit, or from what it counts. */
  private static int beforeNumber(String text, int space) {
    boolean isAfterNumber = space > 0 && Character.isDigit(text.charAt(space - 1));
    int before = isAfterNumber ? text.lastIndexOf(' ', space - 1) : -1;
    return before > 0 ? before : space;
  }

  /** A command line, whole or not at all changed: it goes on after a backslash where it is long. */
  Screen command(String label, String command, int most) {
    if (command.isBlank()) {
      return this;
    }
    int width = COLUMNS - INDENT.length() - label.length() - 2;
    String rest = ValueText.escape(command.strip(), most * width);
    String before = INDENT + label;
    for (int left = most; left > 1 && rest.length() > width; left--) {
      int space = rest.lastIndexOf(' ', width);
      if (space <= 0) {
        break;
      }
      line(before + rest.substring(0, space) + " \\");
      rest = rest.substring(space + 1);
      before = " ".repeat(INDENT.length() + label.length());
    }
    return line(before + rest);
  }

  Screen all(List<String> more) {
    more.forEach(this::line);
    return this;
  }

  int height() {
    return lines.size();
  }

  String text() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
