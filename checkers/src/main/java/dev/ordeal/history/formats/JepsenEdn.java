package dev.ordeal.history.formats;

import dev.ordeal.history.History;
import dev.ordeal.history.JsonLines.Limits;
import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import dev.ordeal.history.PlainData;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Histories of Jepsen, Knossos and Elle in EDN: maps such as {@code {:process 3, :type :ok, :f
 * :read, :value 7, :time 4012000000, :index 7}}.
 *
 * <p>A file holds one op a line, or collections of ops; an op is a map, tagged or not, or a tuple
 * {@code [process type f value]}. An op that says no {@code :f} is a {@code txn}, and one that
 * names no {@code :process} is of process 0, as in histories of Elle. Keywords and symbols become
 * strings without the colon, so {@code :append} and {@code "append"} are read as the same; sets
 * become lists; whatever else plain data lacks becomes its text. The values are as they were
 * recorded: the nil of a read's invocation stays nil. Fields that Ordeal has no place for ({@code
 * :index}, {@code :node}, ...) are left out.
 *
 * <p>The order of the file is the order of the events, as Knossos and Elle take it: an op whose
 * {@code :time} is missing, or no later than that of the op before it, comes a nanosecond after it
 * (a millisecond where no op has a time). Ordeal takes ops at one time as concurrent, so {@link
 * #print} marks those with {@code :tied true}, and they are read as such.
 *
 * <p>A process that goes on after an {@code :info} under its old number, as in old files, gets a
 * fresh number: to Ordeal the old process is retired. What the nemesis announces becomes an
 * invocation, what it reports the completion, though both say {@code :info}. A file without a
 * single invocation gets one for each completion, as early as its process allows.
 */
public final class JepsenEdn {

  private JepsenEdn() {}

  /**
   * The history that a text says.
   *
   * @throws MalformedHistoryException if it is no EDN, or something in it no op, or if the ops
   *     break a rule of histories; it names the line
   */
  public static History parse(String text) {
    return OfText.read(text, JepsenEdn::read);
  }

  /**
   * Reads a history to the end of the characters, within limits: an op is not longer than a line
   * may be. The reader stays open.
   *
   * @throws MalformedHistoryException as {@link #parse}, or if it goes beyond the limits
   */
  public static History read(Reader in, Limits limits) throws IOException {
    var edn = new EdnReader(in, limits.lineBytes());
    var recording = new Recording(limits);
    while (edn.hasNext()) {
      if (!edn.enter()) {
        add(recording, edn.line(), edn.next());
        continue;
      }
      int line = edn.line();
      if (edn.leave()) {
        continue;
      }
      if (edn.isAtom()) {
        add(recording, line, tuple(edn));
        continue;
      }
      do {
        line = edn.line();
        add(recording, line, edn.next());
      } while (!edn.leave());
    }
    return recording.history();
  }

  /**
   * The plain value that a text in EDN says.
   *
   * @throws MalformedHistoryException if it says none, or more than one
   */
  public static @Nullable Object value(String text) {
    var edn = new EdnReader(new StringReader(text), Limits.standard().lineBytes());
    try {
      Object value = PlainData.of(edn.next());
      if (edn.hasNext()) {
        throw new MalformedHistoryException("there is more than one value in: " + text);
      }
      return value;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is left of a tuple that was entered. */
  private static List<@Nullable Object> tuple(EdnReader edn) throws IOException {
    var tuple = new ArrayList<@Nullable Object>();
    do {
      tuple.add(edn.next());
    } while (!edn.leave());
    return tuple;
  }

  private static void add(Recording recording, int line, @Nullable Object form) {
    try {
      if (form instanceof Map<?, ?> fields) {
        recording.add(ofMap(line, fields));
      } else if (form instanceof List<?> tuple) {
        recording.add(ofTuple(line, tuple));
      } else {
        throw new MalformedHistoryException(
            "no op: write a map {:process 0, :type :invoke, :f :read, :value nil}, or a tuple"
                + " [0 :invoke :read nil]");
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedHistoryException("line " + line + ": " + e.getMessage(), e);
    }
  }

  private static RecordedOp ofMap(int line, Map<?, ?> fields) {
    if (!fields.containsKey("type")) {
      throw new MalformedHistoryException("an op has no :type");
    }
    Object f = fields.get("f");
    return new RecordedOp(
        line,
        time(fields.get("time")),
        Boolean.TRUE.equals(fields.get("tied")),
        fields.containsKey("process") ? RecordedOp.processOf(fields.get("process")) : 0,
        RecordedOp.typeOf(fields.get("type")),
        f == null ? "txn" : function(f),
        fields.get("value"),
        fields.get("error"));
  }

  private static RecordedOp ofTuple(int line, List<?> tuple) {
    if (tuple.size() < 3 || tuple.size() > 4) {
      throw new MalformedHistoryException(
          "a tuple of " + tuple.size() + " is no op: write [process type f value]");
    }
    return new RecordedOp(
        line,
        OptionalLong.empty(),
        false,
        RecordedOp.processOf(tuple.get(0)),
        RecordedOp.typeOf(tuple.get(1)),
        function(tuple.get(2)),
        tuple.size() == 4 ? tuple.get(3) : null,
        null);
  }

  private static OptionalLong time(@Nullable Object time) {
    if (time == null) {
      return OptionalLong.empty();
    }
    if (time instanceof Long nanoseconds) {
      return OptionalLong.of(nanoseconds);
    }
    if (time instanceof Double nanoseconds && Math.abs(nanoseconds) < 1L << 62) {
      return OptionalLong.of(nanoseconds.longValue());
    }
    throw new MalformedHistoryException(":time " + time + " is no number of nanoseconds");
  }

  private static String function(@Nullable Object f) {
    if (f instanceof String name) {
      return name;
    }
    throw new MalformedHistoryException(":f " + f + " is no name: write a keyword");
  }

  /** A history as Jepsen writes it, an op a line; reading it gives an equal history. */
  public static String print(History history) {
    var out = new StringBuilder();
    long before = -1;
    for (Op op : history) {
      print(out, op, before);
      before = op.time();
    }
    return out.toString();
  }

  /** Adds an op as one line; {@code before} is the time of the op before it. */
  static void print(StringBuilder out, Op op, long before) {
    out.append("{:index ").append(op.index()).append(", :time ").append(op.time());
    if (op.time() == before) {
      out.append(", :tied true");
    }
    out.append(", :process ").append(op.isNemesis() ? ":nemesis" : op.process());
    Type type = op.isNemesis() ? Type.INFO : op.type();
    out.append(", :type :").append(type.name().toLowerCase(Locale.ROOT)).append(", :f ");
    EdnPrinter.name(out, op.f());
    EdnPrinter.value(out.append(", :value "), op.value());
    if (op.error() != null) {
      EdnPrinter.value(out.append(", :error "), op.error());
    }
    out.append("}\n");
  }
}
