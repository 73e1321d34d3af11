package dev.ordeal.history;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Histories as lines of JSON, an object per op: what journals hold and other tools read.
 *
 * <pre>
 * {"index":7,"time":4012000000,"process":3,"type":"ok","f":"acquire","value":{"token":17}}
 * </pre>
 *
 * Times are nanoseconds; process -1 is the nemesis; a null value or error is left out. A history
 * that is read may come from strangers, so reading is strict and bounded by {@link Limits}.
 */
public final class JsonLines {

  private JsonLines() {}

  /**
   * What a reader accepts before it refuses.
   *
   * @param lineBytes how long a line may be, in bytes
   * @param ops how many ops there may be
   */
  public record Limits(int lineBytes, int ops) {

    /** Lines of 16 MiB and 50 million ops; nesting is bounded by {@link PlainData#MAX_DEPTH}. */
    public static Limits standard() {
      return new Limits(16 << 20, 50_000_000);
    }
  }

  /** What to do with a last line that was cut while it was written. */
  public enum TornLine {
    /** It is an error, as any other broken line. */
    REFUSE,
    /** It is left out and reported: a journal whose writer was killed ends so. */
    LEAVE_OUT
  }

  /**
   * What was read.
   *
   * @param history the ops of all whole lines; what they leave open stays open
   * @param torn what was left out at the end, in a sentence, if something was
   */
  public record Reading(History history, Optional<String> torn) {}

  /** One op as one line, with its line feed. */
  public static String encode(Op op) {
    ByteBuffer line = new JsonLineEncoder().encode(op);
    return StandardCharsets.UTF_8.decode(line).toString();
  }

  /** Writes a history, a line per op; the stream stays open. */
  public static void write(History history, OutputStream out) throws IOException {
    var encoder = new JsonLineEncoder();
    for (Op op : history) {
      ByteBuffer line = encoder.encode(op);
      out.write(line.array(), line.arrayOffset(), line.limit());
    }
  }

  /**
   * Reads a history to the end of a stream, which stays open; a torn last line is refused.
   *
   * @throws MalformedHistoryException if a line is no op or breaks a rule; it names the line
   */
  public static History read(InputStream in) throws IOException {
    return read(in, Limits.standard(), TornLine.REFUSE).history();
  }

  /**
   * Reads a history to the end of a stream, which stays open.
   *
   * @throws MalformedHistoryException if a line is no op, breaks a rule, or goes beyond the limits;
   *     it names the line
   */
  public static Reading read(InputStream in, Limits limits, TornLine torn) throws IOException {
    return new JsonLineReader(in, limits, torn).read();
  }
}
