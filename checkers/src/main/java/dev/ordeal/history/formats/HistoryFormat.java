package dev.ordeal.history.formats;

import dev.ordeal.history.History;
import dev.ordeal.history.JsonLines;
import dev.ordeal.history.JsonLines.Limits;
import dev.ordeal.history.JsonLines.TornLine;
import dev.ordeal.history.MalformedHistoryException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats of histories that Ordeal reads, each under a name; most it writes as well. */
public enum HistoryFormat {
  /** {@link JsonLines}: what journals hold. */
  JSON_LINES("jsonl", "objects {\"index\":0, ...} a line"),
  /** {@link dev.ordeal.history.Notation}: what people write. */
  NOTATION("notation", "lines such as 0.5s p3 invoke read"),
  /** {@link JepsenEdn}. */
  EDN("edn", "maps {:process 0, :type :invoke, :f :read} or tuples [0 :invoke :read nil]"),
  /** {@link JepsenLog}, which can only be read. */
  JEPSEN_LOG("jepsen-log", "lines such as INFO jepsen.util - 0 :invoke :read nil"),
  /** {@link PorcupineKv}. */
  PORCUPINE_KV("porcupine-kv", "maps {:process 0, :type :invoke, :f :get, :key \"x\"} a line");

  private static final int HEAD_BYTES = 1 << 16;
  private static final int TEXT_CHARS_MAX = 256 << 20;

  private final String word;
  private final String looks;

  HistoryFormat(String word, String looks) {
    this.word = word;
    this.looks = looks;
  }

  /** The name of the format, as the command line takes it. */
  public String word() {
    return word;
  }

  /** Whether histories can be written in this format, too. */
  public boolean isWritten() {
    return this != JEPSEN_LOG;
  }

  /** The format of this name. */
  public static Optional<HistoryFormat> named(String word) {
    return Arrays.stream(values()).filter(format -> format.word.equals(word)).findFirst();
  }

  /**
   * The history that a stream says, in whatever format; the stream stays open.
   *
   * @throws MalformedHistoryException if it looks like none of the formats, or is malformed, or
   *     goes beyond the limits; it names the line
   */
  public static History readAny(InputStream in, Limits limits) throws IOException {
    var again = new BufferedInputStream(in, HEAD_BYTES);
    again.mark(HEAD_BYTES);
    byte[] head = again.readNBytes(HEAD_BYTES);
    again.reset();
    HistoryFormat format =
        FormatGuess.of(new String(head, StandardCharsets.UTF_8))
            .orElseThrow(() -> new MalformedHistoryException(unknown()));
    return format.read(again, limits);
  }

  private static String unknown() {
    return Arrays.stream(values())
        .map(format -> format.word + " (" + format.looks + ")")
        .collect(
            Collectors.joining(
                ", ", "this looks like no history; tried were ", ": name the format if it is one"));
  }

  /**
   * The history that a stream says in this format; the stream stays open.
   *
   * @throws MalformedHistoryException if it is malformed or goes beyond the limits; it names the
   *     line
   */
  public History read(InputStream in, Limits limits) throws IOException {
    if (this == JSON_LINES) {
      return JsonLines.read(in, limits, TornLine.REFUSE).history();
    }
    var reader = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    try {
      return switch (this) {
        case EDN -> JepsenEdn.read(reader, limits);
        case JEPSEN_LOG -> JepsenLog.read(reader, limits);
        case PORCUPINE_KV -> PorcupineKv.read(reader, limits);
        default -> History.parse(text(reader));
      };
    } catch (CharacterCodingException e) {
      throw new MalformedHistoryException("the text is not UTF-8: convert it", e);
    }
  }

  private static String text(Reader reader) throws IOException {
    var out = new StringBuilder();
    char[] block = new char[1 << 13];
    for (int read = reader.read(block); read >= 0; read = reader.read(block)) {
      out.append(block, 0, read);
      if (out.length() > TEXT_CHARS_MAX) {
        throw new MalformedHistoryException(
            "the text is longer than " + TEXT_CHARS_MAX + " characters: convert it to jsonl");
      }
    }
    return out.toString();
  }

  /**
   * Writes a history in this format; the stream stays open.
   *
   * @throws IllegalArgumentException if the format is only read, or cannot say what is in the
   *     history
   */
  public void write(History history, OutputStream out) throws IOException {
    switch (this) {
      case JSON_LINES -> JsonLines.write(history, out);
      case NOTATION -> write(history.toString(), out);
      case EDN -> write(JepsenEdn.print(history), out);
      case PORCUPINE_KV -> write(PorcupineKv.print(history), out);
      default ->
          throw new IllegalArgumentException(word + " is only read: write edn, which Jepsen reads");
    }
  }

  private static void write(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
