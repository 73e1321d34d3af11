package dev.ordeal.systems.runtime;

import dev.ordeal.systems.port.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Storage in a log file, written by a thread of its own: whatever syncs have queued while the disk
 * was busy are served by the next force together (group commit).
 */
final class FileStorage implements Storage, AutoCloseable {
  private final RecordLog log;
  private final Map<String, Map<String, @Nullable Object>> records;
  private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final Consumer<Runnable> loop;
  private final Consumer<IOException> failed;
  private final Thread writer;

  /** What the writer thread is asked to do. */
  private sealed interface Work {}

  private record Write(String key, Map<String, @Nullable Object> record) implements Work {}

  private record Sync(Runnable synced) implements Work {}

  private record End() implements Work {}

  /**
   * Opens the storage in a folder, which is made if it is missing.
   *
   * @param loop runs callbacks on the event loop
   * @param failed told once that the disk failed; no sync calls back from then on
   * @throws IOException if the folder or its log cannot be opened
   */
  FileStorage(Path folder, Consumer<Runnable> loop, Consumer<IOException> failed)
      throws IOException {
    this.loop = loop;
    this.failed = failed;
    this.log = RecordLog.open(folder);
    this.records = new HashMap<>(log.replayed());
    this.writer = new Thread(this::run, "storage");
    this.writer.setDaemon(true);
    this.writer.start();
  }

  @Override
  public Optional<Map<String, @Nullable Object>> read(String key) {
    return Optional.ofNullable(records.get(key));
  }

  @Override
  public void write(String key, Map<String, @Nullable Object> record) {
    records.put(key, record);
    queue.add(new Write(key, record));
  }

  @Override
  public void sync(Runnable synced) {
    queue.add(new Sync(synced));
  }

  private void run() {
    var batch = new ArrayList<Work>();
    try (log) {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch);
        if (!serve(batch)) {
          return;
        }
        batch.clear();
      }
    } catch (IOException e) {
      failed.accept(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean serve(List<Work> batch) throws IOException {
    var synced = new ArrayList<Runnable>();
    boolean end = false;
    for (Work work : batch) {
      if (work instanceof Write write) {
        log.append(write.key, write.record);
      } else if (work instanceof Sync sync) {
        synced.add(sync.synced);
      } else {
        end = true;
      }
    }
    if (!synced.isEmpty() || end) {
      log.force();
    }
    synced.forEach(loop);
    log.compactIfLarge();
    return !end;
  }

  @Override
  public void close() {
    queue.add(new End());
    try {
      writer.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
