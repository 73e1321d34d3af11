package dev.ordeal.history.formats;

import dev.ordeal.history.MalformedHistoryException;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells the format of a history by how it begins. */
final class FormatGuess {
  private static final Pattern JSON = Pattern.compile("\\{\\s*\".*", Pattern.DOTALL);
  private static final Pattern EDN =
      Pattern.compile("(#[A-Za-z][^\\s\\[({]*\\s*)?([\\[({]|#_).*", Pattern.DOTALL);
  private static final Pattern NOTATION =
      Pattern.compile("([0-9.]+s\\s+)?(p[0-9]+|nemesis)\\s+(invoke|ok|fail|info)\\s.*");

  private FormatGuess() {}

  /** The format of a text that begins so. */
  static Optional<HistoryFormat> of(String head) {
    String text = significant(head);
    if (JSON.matcher(text).matches()) {
      return Optional.of(HistoryFormat.JSON_LINES);
    }
    if (EDN.matcher(text).matches()) {
      return Optional.of(isKeyValue(text) ? HistoryFormat.PORCUPINE_KV : HistoryFormat.EDN);
    }
    String line = text.lines().findFirst().orElse("");
    if (NOTATION.matcher(line).matches()) {
      return Optional.of(HistoryFormat.NOTATION);
    }
    return text.lines().anyMatch(JepsenLog::isOp)
        ? Optional.of(HistoryFormat.JEPSEN_LOG)
        : Optional.empty();
  }

  /** What remains without the blank lines and comments at the start. */
  private static String significant(String head) {
    String text = head.startsWith("\ufeff") ? head.substring(1) : head;
    while (true) {
      text = text.stripLeading();
      boolean comment =
          text.startsWith(";") || text.startsWith("#") && !EDN.matcher(firstLine(text)).matches();
      if (!comment) {
        return text;
      }
      int end = text.indexOf('\n');
      text = end < 0 ? "" : text.substring(end);
    }
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static boolean isKeyValue(String text) {
    try {
      var edn = new EdnReader(new StringReader(text), text.length());
      return edn.hasNext()
          && edn.next() instanceof Map<?, ?> fields
          && fields.containsKey("key")
          && PorcupineKv.FUNCTIONS.contains(fields.get("f"));
    } catch (IOException | MalformedHistoryException e) {
      return false;
    }
  }
}
