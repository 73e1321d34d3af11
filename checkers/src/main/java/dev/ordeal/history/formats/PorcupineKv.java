package dev.ordeal.history.formats;

import dev.ordeal.history.History;
import dev.ordeal.history.JsonLines.Limits;
import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The key-value logs of Porcupine: {@code {:process 0, :type :ok, :f :get, :key "7", :value ""}}, a
 * line per op.
 *
 * <p>Functions are get, put and append; an op's value is {@code {key value}}, that of a get that
 * begins has a null value. The lines are taken as a millisecond apart. The model is {@code
 * key-value-store}.
 */
public final class PorcupineKv {
  static final Set<String> FUNCTIONS = Set.of("get", "put", "append");

  private PorcupineKv() {}

  /**
   * The history that a log says.
   *
   * @throws MalformedHistoryException if something in it is no op of a key-value store, or if the
   *     ops break a rule of histories; it names the line
   */
  public static History parse(String text) {
    return OfText.read(text, PorcupineKv::read);
  }

  /**
   * Reads a history to the end of the characters, within limits; the reader stays open.
   *
   * @throws MalformedHistoryException as {@link #parse}, or if it goes beyond the limits
   */
  public static History read(Reader in, Limits limits) throws IOException {
    var edn = new EdnReader(in, limits.lineBytes());
    var recording = new Recording(limits);
    while (edn.hasNext()) {
      int line = edn.line();
      Object form = edn.next();
      try {
        recording.add(op(line, form));
      } catch (IllegalArgumentException e) {
        throw new MalformedHistoryException("line " + line + ": " + e.getMessage(), e);
      }
    }
    return recording.history();
  }

  private static RecordedOp op(int line, @Nullable Object form) {
    if (!(form instanceof Map<?, ?> fields)
        || !(fields.get("f") instanceof String f)
        || !FUNCTIONS.contains(f)
        || !fields.containsKey("key")) {
      throw new MalformedHistoryException(
          "no op: write {:process 0, :type :invoke, :f :put, :key \"x\", :value \"1\"}, where :f"
              + " is :get, :put or :append");
    }
    var value = new LinkedHashMap<String, @Nullable Object>();
    value.put("key", fields.get("key"));
    value.put("value", fields.get("value"));
    return new RecordedOp(
        line,
        OptionalLong.empty(),
        false,
        RecordedOp.processOf(fields.get("process")),
        RecordedOp.typeOf(fields.get("type")),
        f,
        value,
        null);
  }

  /**
   * A history as Porcupine's tests read it, an op a line; what the nemesis did is left out.
   *
   * <p>The format has no times, so the order of the lines says all: of ops at one time those that
   * begin come first, as far as their processes allow, for Ordeal takes them as concurrent.
   *
   * @throws IllegalArgumentException if an op is not one of a key-value store; it names the op
   */
  public static String print(History history) {
    var out = new StringBuilder();
    int at = 0;
    while (at < history.size()) {
      int end = at;
      while (end < history.size() && history.time(end) == history.time(at)) {
        end++;
      }
      beginningsFirst(history, at, end).forEach(op -> print(out, op));
      at = end;
    }
    return out.toString();
  }

  private static List<Op> beginningsFirst(History history, int from, int to) {
    var first = new ArrayList<Op>();
    var then = new ArrayList<Op>();
    var ended = new HashSet<Integer>();
    for (int at = from; at < to; at++) {
      Op op = history.get(at);
      if (op.isNemesis()) {
        continue;
      }
      if (op.type() == Type.INVOKE && !ended.contains(op.process())) {
        first.add(op);
      } else {
        then.add(op);
        ended.add(op.process());
      }
    }
    first.addAll(then);
    return first;
  }

  private static void print(StringBuilder out, Op op) {
    if (!FUNCTIONS.contains(op.f()) || !(op.value() instanceof Map<?, ?> pair)) {
      throw new IllegalArgumentException(
          "op "
              + op.index()
              + " ("
              + op
              + ") is none of a key-value store: only get, put and append of {key value} can be"
              + " written so");
    }
    out.append("{:process ").append(op.process());
    out.append(", :type :").append(op.type().name().toLowerCase(Locale.ROOT));
    out.append(", :f :").append(op.f());
    EdnPrinter.value(out.append(", :key "), pair.get("key"));
    EdnPrinter.value(out.append(", :value "), pair.get("value"));
    out.append("}\n");
  }
}
