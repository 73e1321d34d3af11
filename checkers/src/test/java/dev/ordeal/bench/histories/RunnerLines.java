package dev.ordeal.bench.histories;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A history as text that a peer's runner reads in a few lines of any language, so that the very
 * same work can be timed there.
 *
 * <p>A line per operation: process, call, return, f, input, output; times in nanoseconds. What
 * nobody saw end returns at -1 and answers {@code ?}. Nothing is {@code -}, a list's items are
 * separated by {@code :}, a map's values too, in the order of their keys. Fails are left out: they
 * did not happen.
 */
public final class RunnerLines {

  private RunnerLines() {}

  /** Writes a history to a file. */
  public static void write(History history, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      var line = new StringBuilder();
      for (int at = 0; at < history.size(); at++) {
        if (history.type(at) == Op.Type.INVOKE && history.process(at) != Op.NEMESIS) {
          line.setLength(0);
          append(line, history, at, history.partner(at));
          out.append(line);
        }
      }
    }
  }

  private static void append(StringBuilder line, History history, int begin, int end) {
    Op.Type outcome = end < 0 ? Op.Type.INFO : history.type(end);
    if (outcome == Op.Type.FAIL) {
      return;
    }
    boolean seen = outcome == Op.Type.OK;
    line.append(history.process(begin)).append(' ');
    line.append(history.time(begin)).append(' ');
    line.append(seen ? history.time(end) : -1).append(' ');
    line.append(history.f(begin)).append(' ');
    append(line, history.value(begin));
    line.append(' ');
    if (seen) {
      append(line, history.value(end));
    } else {
      line.append('?');
    }
    line.append('\n');
  }

  private static void append(StringBuilder line, @Nullable Object value) {
    if (value == null) {
      line.append('-');
    } else if (value instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        line.append(i == 0 ? "" : ":");
        append(line, items.get(i));
      }
    } else if (value instanceof Map<?, ?> map) {
      append(line, new ArrayList<>(new TreeMap<>(map).values()));
    } else {
      line.append(value);
    }
  }
}
