package dev.ordeal.harness.cluster.testnode;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import com.google.gson.reflect.TypeToken;
import dev.ordeal.harness.cluster.simulated.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A disk that appends each record as a line to one file, and forces it at a sync. */
final class FileDisk implements SimulatedDisk {
  static final Gson JSON =
      new GsonBuilder()
          .serializeNulls()
          .disableHtmlEscaping()
          .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
          .create();
  static final TypeToken<Map<String, @Nullable Object>> OBJECT = new TypeToken<>() {};

  private final Map<String, Map<String, @Nullable Object>> records = new HashMap<>();
  private final FileChannel file;

  FileDisk(Path folder) throws IOException {
    Files.createDirectories(folder);
    var path = folder.resolve("records.jsonl");
    int whole = Files.exists(path) ? replay(Files.readString(path)) : 0;
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    file.truncate(whole);
    file.position(whole);
  }

  /**
   * A last line that a crash cut short was never synced, so it counts for nothing, and nothing may
   * be written behind it; how many bytes do count.
   */
  private int replay(String text) {
    int start = 0;
    for (int end; (end = text.indexOf('\n', start)) >= 0; start = end + 1) {
      var line = text.substring(start, end);
      if (!line.isEmpty()) {
        var entry = JSON.fromJson(line, OBJECT);
        @SuppressWarnings("unchecked")
        var record = (Map<String, @Nullable Object>) entry.get("record");
        records.put(String.valueOf(entry.get("key")), record);
      }
    }
    return text.substring(0, start).getBytes(StandardCharsets.UTF_8).length;
  }

  @Override
  public Optional<Map<String, @Nullable Object>> read(String key) {
    return Optional.ofNullable(records.get(key));
  }

  @Override
  public void write(String key, Map<String, @Nullable Object> record) {
    var entry = new LinkedHashMap<String, @Nullable Object>();
    entry.put("key", key);
    entry.put("record", record);
    records.put(key, record);
    try {
      var bytes = ByteBuffer.wrap((JSON.toJson(entry) + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void sync(Runnable synced) {
    try {
      file.force(false);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    synced.run();
  }
}
