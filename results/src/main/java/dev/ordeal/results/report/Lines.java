package dev.ordeal.results.report;

import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Ops as lines in columns, as the notation has them, with times in milliseconds and notes. */
final class Lines {
  private static final long MILLISECOND = 1_000_000;
  private static final int F_WIDTH = 30;
  private static final int NEMESIS_SHOWN = 4;
  private static final String INDENT = "    ";

  private Lines() {}

  static String seconds(long nanoseconds) {
    return String.format(Locale.ROOT, "%.3fs", Math.floorDiv(nanoseconds, MILLISECOND) / 1000.0);
  }

  /** A witness and what the nemesis did meanwhile; the last op carries the note. */
  static List<String> witness(History history, List<Op> witness, String note, int most) {
    List<Op> ops = withNemesis(history, witness);
    var lines = new ArrayList<String>();
    int tail = Math.max(1, most / 2);
    int head = Math.max(0, most - tail - 1);
    boolean elided = ops.size() > most;
    int left = ops.size() - head - tail;
    var shown = new ArrayList<>(elided ? ops.subList(0, head) : ops);
    if (elided) {
      shown.addAll(ops.subList(ops.size() - tail, ops.size()));
    }
    List<String> printed = columns(shown, note);
    for (int i = 0; i < printed.size(); i++) {
      if (elided && i == head) {
        lines.add(INDENT + "... " + left + " more ops ...");
      }
      lines.add(printed.get(i));
    }
    return lines;
  }

  private static List<Op> withNemesis(History history, List<Op> witness) {
    var all = new TreeMap<Integer, Op>();
    for (Op op : witness) {
      if (op.index() < 0 || all.put(op.index(), op) != null) {
        return witness;
      }
    }
    var between = new ArrayList<Op>();
    int last = Math.min(all.lastKey(), history.size());
    for (int at = all.firstKey(); at < last; at++) {
      if (history.process(at) == Op.NEMESIS && history.type(at) == Op.Type.INFO) {
        between.add(history.get(at));
      }
    }
    between
        .subList(Math.max(0, between.size() - NEMESIS_SHOWN), between.size())
        .forEach(op -> all.putIfAbsent(op.index(), op));
    return List.copyOf(all.values());
  }

  /** Ops in columns; the last one carries the note, unless that is empty. */
  static List<String> columns(List<Op> ops, String note) {
    int time = width(ops.stream().map(op -> seconds(op.time())).toList());
    int who = width(ops.stream().map(Lines::who).toList());
    int f = width(ops.stream().map(Lines::f).toList());
    var lines = new ArrayList<String>();
    for (Op op : ops) {
      String text =
          INDENT
              + " ".repeat(time - seconds(op.time()).length())
              + seconds(op.time())
              + "  "
              + pad(who(op), who)
              + " "
              + pad(op.type().name().toLowerCase(Locale.ROOT), "invoke".length())
              + " "
              + pad(f(op), f)
              + " ";
      String end = op == ops.get(ops.size() - 1) && !note.isEmpty() ? "  <- " + note : "";
      lines.add(
          (text + tail(op, Screen.COLUMNS - text.length() - end.length())).stripTrailing() + end);
    }
    return lines;
  }

  private static String tail(Op op, int width) {
    if (op.error() == null) {
      return ValueText.of(op.value(), width);
    }
    String value = ValueText.of(op.value(), width / 2);
    String before = value.isEmpty() ? "! " : value + " ! ";
    return before + ValueText.of(op.error(), width - before.length());
  }

  private static String who(Op op) {
    return op.isNemesis() ? "nemesis" : "p" + op.process();
  }

  private static String f(Op op) {
    return ValueText.escape(op.f(), F_WIDTH);
  }

  private static int width(Collection<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
