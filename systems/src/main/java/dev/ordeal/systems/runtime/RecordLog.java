package dev.ordeal.systems.runtime;

import dev.ordeal.systems.port.Bodies;
import dev.ordeal.systems.port.MalformedBodyException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A file of records, one a line: the checksum (CRC-32, eight hexadecimal digits), a space, and
 * {@code {"key":..,"record":..}}. The last record of a key counts.
 *
 * <p>A crash may tear the last lines; reading stops at the first line whose checksum is wrong and
 * cuts the file there, since nothing behind it can have been forced. A file grown large is written
 * anew with one line a key, and put in place by a rename.
 */
final class RecordLog implements AutoCloseable {
  static final String FILE = "records.log";
  private static final String FRESH = "records.new";
  private static final long LARGE = 4L << 20;
  private static final int NESTING = 255;
  private static final int CHECKSUM_DIGITS = 8;

  private final Path folder;
  private final Map<String, byte[]> lines = new LinkedHashMap<>();
  private final Map<String, Map<String, @Nullable Object>> replayed = new LinkedHashMap<>();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private FileChannel channel;
  private long size;
  private long large = LARGE;

  private RecordLog(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Opens the log in a folder and replays it.
   *
   * @throws IOException if that cannot be done
   */
  static RecordLog open(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve(FRESH));
    Path file = folder.resolve(FILE);
    boolean existed = Files.exists(file);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    var log = new RecordLog(folder, channel);
    if (!existed) {
      log.forceFolder();
    }
    log.replay(Files.readAllBytes(file));
    return log;
  }

  /** What the file held when it was opened, by key. */
  Map<String, Map<String, @Nullable Object>> replayed() {
    return replayed;
  }

  private void replay(byte[] content) throws IOException {
    int start = 0;
    for (int end = 0; end < content.length; end++) {
      if (content[end] == '\n') {
        if (!replay(content, start, end)) {
          break;
        }
        start = end + 1;
      }
    }
    size = start;
    if (start < content.length) {
      channel.truncate(start);
    }
    channel.position(start);
  }

  private boolean replay(byte[] content, int start, int end) {
    int json = start + CHECKSUM_DIGITS + 1;
    if (json > end || content[json - 1] != ' ') {
      return false;
    }
    String checksum = new String(content, start, CHECKSUM_DIGITS, StandardCharsets.ISO_8859_1);
    if (!checksum.equals(checksum(content, json, end - json))) {
      return false;
    }
    try {
      var entry = Json.read(new String(content, json, end - json, StandardCharsets.UTF_8), NESTING);
      String key = Bodies.text(entry, "key");
      replayed.put(key, Bodies.fields(entry, "record"));
      lines.put(key, java.util.Arrays.copyOfRange(content, start, end + 1));
      return true;
    } catch (IOException | MalformedBodyException e) {
      return false;
    }
  }

  private static String checksum(byte[] bytes, int offset, int length) {
    var crc = new CRC32();
    crc.update(bytes, offset, length);
    String digits = Long.toHexString(crc.getValue());
    return "0".repeat(CHECKSUM_DIGITS - digits.length()) + digits;
  }

  /** Adds a record, which is durable after the next {@link #force}. */
  void append(String key, Map<String, @Nullable Object> record) throws IOException {
    byte[] json =
        Json.write(Bodies.of("key", key, "record", record)).getBytes(StandardCharsets.UTF_8);
    String checksum = checksum(json, 0, json.length);
    var line = new ByteArrayOutputStream(json.length + CHECKSUM_DIGITS + 2);
    line.write(checksum.getBytes(StandardCharsets.ISO_8859_1));
    line.write(' ');
    line.write(json);
    line.write('\n');
    lines.put(key, line.toByteArray());
    line.writeTo(pending);
  }

  /** Makes all appended records durable. */
  void force() throws IOException {
    if (pending.size() == 0) {
      return;
    }
    size += pending.size();
    writeFully(channel, pending.toByteArray());
    pending.reset();
    channel.force(false);
  }

  private static void writeFully(FileChannel to, byte[] bytes) throws IOException {
    for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
      to.write(left);
    }
  }

  /** Writes the file anew if it is large and mostly of the past. */
  void compactIfLarge() throws IOException {
    if (size < large) {
      return;
    }
    force();
    var content = new ByteArrayOutputStream();
    for (byte[] line : lines.values()) {
      content.write(line);
    }
    Path fresh = folder.resolve(FRESH);
    FileChannel next =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    writeFully(next, content.toByteArray());
    next.force(true);
    Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    forceFolder();
    channel.close();
    channel = next;
    size = content.size();
    large = Math.max(LARGE, 4 * size);
  }

  private void forceFolder() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
