package dev.ordeal.results.report;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.TriggersOf;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Ops as lines in columns, as the notation has them, with times in milliseconds and notes. */
final class Lines {
  private static final long MILLISECOND = 1_000_000;
  private static final int F_WIDTH = 30;
  private static final int NAME_WIDTH = 40;
  private static final String INDENT = "    ";

  private Lines() {}

  /**
   * What a witness is about.
   *
   * @param text what stands at an op
   * @param at that op
   * @param names what the sentence about it names: of long values that is shown
   */
  private record Note(String text, Optional<Op> at, Set<String> names) {
    static final Note NONE = new Note("", Optional.empty(), Set.of());

    private static final Pattern BETWEEN_WORDS =
        Pattern.compile("[^\\p{L}\\p{N}_.-]+|\\.(?=\\s|$)");

    static Note of(Anomaly anomaly) {
      var names = BETWEEN_WORDS.splitAsStream(anomaly.because()).filter(one -> !one.isEmpty());
      return new Note(
          ValueText.escape(anomaly.name(), NAME_WIDTH),
          Optional.of(anomaly.breaks()),
          names.collect(Collectors.toSet()));
    }
  }

  static String seconds(long nanoseconds) {
    return String.format(Locale.ROOT, "%.3fs", Math.floorDiv(nanoseconds, MILLISECOND) / 1000.0);
  }

  /**
   * The witness of an anomaly and what the nemesis did meanwhile; the op that breaks the promise
   * carries its name. Of long values what its sentence names is shown.
   */
  static List<String> witness(Anomaly anomaly, FaultsInForce faults, int most) {
    List<Op> ops = withNemesis(anomaly, faults);
    int breaks = Math.max(0, ops.indexOf(anomaly.breaks()));
    boolean elided = ops.size() > most;
    int tail = elided ? Math.max(1, most / 2) : 0;
    int head = elided ? Math.max(0, most - tail - 1) : ops.size();
    // What breaks the promise is shown, however many come after it.
    int from = Math.max(head, Math.min(ops.size() - tail, Math.min(breaks, breaks - tail + 2)));
    int to = Math.max(from + 1, from + tail - (from + tail < ops.size() ? 1 : 0));
    var shown = new ArrayList<>(ops.subList(0, head));
    shown.addAll(elided ? ops.subList(from, to) : List.of());
    var lines = columns(shown, Note.of(anomaly));
    if (from > head) {
      lines.add(head, left(from - head));
    }
    if (elided && to < ops.size()) {
      lines.add(left(ops.size() - to));
    }
    return lines;
  }

  private static String left(int ops) {
    return INDENT + "... " + ops + (ops == 1 ? " more op ..." : " more ops ...");
  }

  private static List<Op> withNemesis(Anomaly anomaly, FaultsInForce faults) {
    var all = new TreeMap<Integer, Op>();
    for (Op op : anomaly.witness()) {
      if (op.index() < 0 || all.put(op.index(), op) != null) {
        return anomaly.witness();
      }
    }
    int last = all.lastKey();
    all.values()
        .removeIf(op -> !op.equals(anomaly.breaks()) && (faults.knows(op) || isTrigger(op)));
    faults.ops(last).forEach(op -> all.putIfAbsent(op.index(), op));
    return List.copyOf(all.values());
  }

  private static boolean isTrigger(Op op) {
    return op.isNemesis() && TriggersOf.isTrigger(op.f());
  }

  /** Ops in columns. */
  static List<String> columns(List<Op> ops) {
    return columns(ops, Note.NONE);
  }

  private static ArrayList<String> columns(List<Op> ops, Note note) {
    int time = width(ops.stream().map(op -> seconds(op.time())).toList());
    int who = width(ops.stream().map(Lines::who).toList());
    int f = width(ops.stream().map(Lines::f).toList());
    var asked = new HashMap<Integer, @Nullable Object>();
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
      String end = note.at.filter(op::equals).isPresent() ? "  <- " + note.text : "";
      int room = Screen.COLUMNS - text.length() - end.length();
      boolean isAsked = op.value() != null && op.value().equals(asked.get(op.process()));
      lines.add((text + tail(op, isAsked, note.names, room)).stripTrailing() + end);
      asked.put(op.process(), op.type() == Op.Type.INVOKE ? op.value() : null);
    }
    return lines;
  }

  /** Of an op that did not succeed, what was asked for stands in the line of its invocation. */
  private static String tail(Op op, boolean isAsked, Set<String> names, int width) {
    if (op.isNemesis() && op.error() == null) {
      return FaultText.of(op, width);
    }
    if (op.error() == null) {
      return ValueText.of(op.value(), names, width);
    }
    String value = isAsked ? "" : ValueText.of(op.value(), width / 2);
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
