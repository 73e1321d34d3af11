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
 * <p>A crash may tear the lines that were not forced yet; reading stops at the first line whose
 * checksum is wrong, and cuts the file there. What had been forced cannot be torn: if that is
 * wrong, it is rot, and to cut it off would silently forget what was promised. The two are told
 * apart by lines {@code {"synced":n}}, with which each batch but the first begins: they are written
 * once the first n bytes were forced. Rot in the last batch has no such witness, and passes for a
 * torn tail.
 *
 * <p>A file grown large is written anew with one line a key, and put in place by a rename.
 */
final class RecordLog implements AutoCloseable {
  static final String FILE = "records.log";
  private static final String FRESH = "records.new";
  private static final long LARGE = 4L << 20;
  private static final String SYNCED = "synced";
  private static final String MARK = " {\"" + SYNCED + "\":";
  private static final int NESTING = 255;
  private static final int CHECKSUM_DIGITS = 8;

  private final Path folder;
  private final Map<String, byte[]> lines = new LinkedHashMap<>();
  private final Map<String, Map<String, @Nullable Object>> replayed = new LinkedHashMap<>();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private FileChannel channel;
  private long size;

  /** How much of the file was forced by this object. */
  private long synced;

  private long large = LARGE;

  private RecordLog(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Opens the log in a folder and replays it.
   *
   * @throws IOException if that cannot be done, or if what was forced is no longer what it was
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
    requireTorn(content, start);
    size = start;
    if (start < content.length) {
      channel.truncate(start);
    }
    channel.position(start);
  }

  /** Refuses what is wrong at a place that was forced: somebody has to decide what that means. */
  private void requireTorn(byte[] content, int bad) throws IOException {
    if (forced(content, bad) > bad) {
      throw new IOException(
          "%s is rotten at byte %d, which was synced, and %d bytes follow it: "
                  .formatted(folder.resolve(FILE), bad, content.length - bad)
              + "bring the file back from a copy, or erase the folder and let the node join anew");
    }
  }

  /**
   * How many bytes were forced, as far as what follows a place tells; lines may have run together.
   */
  private static long forced(byte[] content, int from) {
    var text = new String(content, StandardCharsets.ISO_8859_1);
    long forced = 0;
    for (int at = text.indexOf(MARK, from); at >= 0; at = text.indexOf(MARK, at + 1)) {
      int start = at - CHECKSUM_DIGITS;
      int end = text.indexOf('\n', at);
      var entry = start < from || end < 0 ? null : entry(content, start, end);
      if (entry != null && entry.get(SYNCED) instanceof Long bytes) {
        forced = Math.max(forced, bytes);
      }
    }
    return forced;
  }

  /** What a line says; null if its checksum is wrong. */
  private static @Nullable Map<String, @Nullable Object> entry(byte[] content, int start, int end) {
    int json = start + CHECKSUM_DIGITS + 1;
    if (json > end || content[json - 1] != ' ') {
      return null;
    }
    String checksum = new String(content, start, CHECKSUM_DIGITS, StandardCharsets.ISO_8859_1);
    if (!checksum.equals(checksum(content, json, end - json))) {
      return null;
    }
    try {
      return Json.read(new String(content, json, end - json, StandardCharsets.UTF_8), NESTING);
    } catch (IOException e) {
      return null;
    }
  }

  private boolean replay(byte[] content, int start, int end) {
    var entry = entry(content, start, end);
    if (entry == null) {
      return false;
    }
    if (entry.get(SYNCED) instanceof Long) {
      return true;
    }
    try {
      String key = Bodies.text(entry, "key");
      replayed.put(key, Bodies.fields(entry, "record"));
      lines.put(key, java.util.Arrays.copyOfRange(content, start, end + 1));
      return true;
    } catch (MalformedBodyException e) {
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
    byte[] line = line(Bodies.of("key", key, "record", record));
    lines.put(key, line);
    if (pending.size() == 0 && synced > 0) {
      pending.write(line(Bodies.of(SYNCED, synced)));
    }
    pending.write(line);
  }

  private static byte[] line(Map<String, @Nullable Object> entry) throws IOException {
    byte[] json = Json.write(entry).getBytes(StandardCharsets.UTF_8);
    var line = new ByteArrayOutputStream(json.length + CHECKSUM_DIGITS + 2);
    line.write(checksum(json, 0, json.length).getBytes(StandardCharsets.ISO_8859_1));
    line.write(' ');
    line.write(json);
    line.write('\n');
    return line.toByteArray();
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
    synced = size;
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
    // It gets its name only once it is forced whole.
    content.write(line(Bodies.of(SYNCED, (long) content.size())));
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
    synced = size;
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
