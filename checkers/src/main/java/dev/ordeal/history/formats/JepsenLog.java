package dev.ordeal.history.formats;

import dev.ordeal.history.History;
import dev.ordeal.history.JsonLines.Limits;
import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The log that Jepsen prints while a test runs: lines such as {@code INFO jepsen.util - 3 :invoke
 * :cas [0 4]}, of process, type, function, value and perhaps an error, between tabs or blanks.
 *
 * <p>Lines that do not name {@code jepsen.util} are of other loggers and left out. The lines are
 * taken as a millisecond apart; a process that goes on after an {@code :info} gets a fresh number.
 *
 * <p>A {@code :fail} of a {@code cas} that gives no reason is an answer, "the register did not hold
 * what you compared with", as in the logs of etcd: it is read as an ok whose value is false, which
 * the model {@code cas-register} understands. A {@code :fail} with a reason, such as {@code
 * :timed-out}, stays a fail. A keyword in the place of the value of a fail or an info is its
 * reason; the value is then that of the invocation.
 */
public final class JepsenLog {
  private static final Pattern LINE = Pattern.compile(".*?\\bjepsen\\.util\\s*[-:]\\s*(.*)");

  private final CharSource source;
  private final Recording recording;
  private final Map<Integer, RecordedOp> open = new HashMap<>();

  private JepsenLog(Reader in, Limits limits) {
    source = new CharSource(in, limits.lineBytes(), 1);
    recording = new Recording(limits);
  }

  /**
   * The history that a log says.
   *
   * @throws MalformedHistoryException if a line of {@code jepsen.util} is no op, or if the ops
   *     break a rule of histories; it names the line
   */
  public static History parse(String text) {
    return OfText.read(text, JepsenLog::read);
  }

  /**
   * Reads a history to the end of the characters, within limits; the reader stays open.
   *
   * @throws MalformedHistoryException as {@link #parse}, or if it goes beyond the limits
   */
  public static History read(Reader in, Limits limits) throws IOException {
    var log = new JepsenLog(in, limits);
    while (log.source.peek() != CharSource.END) {
      log.nextLine();
    }
    return log.recording.history();
  }

  /** Whether a line is an op of a log. */
  static boolean isOp(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches() && matcher.group(1).matches("(\\d+|:nemesis)\\s+:[a-z]+\\s.*");
  }

  private void nextLine() throws IOException {
    source.mark();
    int number = source.line();
    var line = new StringBuilder();
    for (int c = source.next(); c != '\n' && c != CharSource.END; c = source.next()) {
      line.append((char) c);
    }
    if (line.indexOf("jepsen.util") < 0) {
      return;
    }
    Matcher matcher = LINE.matcher(line.toString().strip());
    if (!matcher.matches()) {
      return;
    }
    try {
      recording.add(op(number, matcher.group(1)));
    } catch (IllegalArgumentException e) {
      String because = String.valueOf(e.getMessage());
      throw new MalformedHistoryException(
          because.startsWith("line ") ? because : "line " + number + ": " + because, e);
    }
  }

  private RecordedOp op(int line, String text) throws IOException {
    var edn = new EdnReader(new StringReader(text), text.length(), line);
    int process = RecordedOp.processOf(field(edn, "process"));
    Type type = RecordedOp.typeOf(field(edn, "type"));
    if (!(field(edn, "function") instanceof String f)) {
      throw new MalformedHistoryException("the function is no keyword");
    }
    boolean keyword = edn.hasNext() && edn.nextIs(':');
    Object value = edn.hasNext() ? edn.next() : null;
    String rest = edn.rest().strip();
    Object error = rest.isEmpty() ? null : error(rest);
    if (type == Type.INVOKE) {
      var op = op(line, process, type, f, value, error);
      open.put(process, op);
      return op;
    }
    RecordedOp begun = process == Op.NEMESIS ? null : open.remove(process);
    if (begun != null && keyword && type != Type.OK) {
      return op(line, process, type, f, begun.value(), error == null ? value : value + " " + error);
    }
    if (type == Type.FAIL && f.equals("cas") && error == null) {
      return op(line, process, Type.OK, f, false, null);
    }
    return op(line, process, type, f, value, error);
  }

  private static RecordedOp op(
      int line, int process, Type type, String f, @Nullable Object value, @Nullable Object error) {
    return new RecordedOp(line, OptionalLong.empty(), false, process, type, f, value, error);
  }

  private static @Nullable Object field(EdnReader edn, String name) throws IOException {
    if (!edn.hasNext()) {
      throw new MalformedHistoryException(
          "the " + name + " is missing: a line says process, type, function and value");
    }
    return edn.next();
  }

  /** What stands after the value: EDN, or the text of any exception. */
  private static @Nullable Object error(String rest) throws IOException {
    try {
      var edn = new EdnReader(new StringReader(rest), rest.length());
      Object error = edn.next();
      return edn.hasNext() ? rest : error;
    } catch (MalformedHistoryException e) {
      return rest;
    }
  }
}
