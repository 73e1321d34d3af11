package dev.ordeal.harness.cluster;

import java.util.List;
import java.util.regex.Pattern;

/** How the death of a node is told that nobody asked for. */
public final class LastWords {
  /** How many lines of the end of a log to look at. */
  public static final int TAIL_LINES = 100;

  private static final int LINES = 3;
  private static final int LINE_LENGTH = 200;
  private static final Pattern FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ )");

  private LastWords() {}

  /**
   * One line.
   *
   * @param how as in "n1 <i>ended with exit code 3</i>"
   * @param lines the end of its log
   */
  public static String of(String node, String how, List<String> lines) {
    var words =
        lines.isEmpty()
            ? "it printed nothing"
            : "its last words: " + String.join(" | ", brief(lines));
    return node + " died though nobody killed it: it " + how + "; " + words;
  }

  /** The frames of a stack trace say less than the exception above them. */
  private static List<String> brief(List<String> lines) {
    var words = lines.stream().filter(line -> !FRAME.matcher(line).find()).toList();
    return words.subList(Math.max(0, words.size() - LINES), words.size()).stream()
        .map(String::strip)
        .map(line -> line.length() <= LINE_LENGTH ? line : line.substring(0, LINE_LENGTH) + " ...")
        .toList();
  }
}
