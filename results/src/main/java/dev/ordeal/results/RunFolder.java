package dev.ordeal.results;

import dev.ordeal.history.History;
import dev.ordeal.results.run.Conclusion;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.run.RunJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a run that is being written: first its setup, then its ops, then its end. */
public final class RunFolder {
  static final String INFO = "run.json";
  static final String HISTORY = "history.jsonl";
  static final String VERDICT = "verdict.json";
  static final String VERDICT_TEXT = "verdict.txt";
  static final String DATA = "data";
  static final String ROOM = ".room";

  /** A verdict with witnesses takes some ten kilobytes, and is written twice: as data and text. */
  private static final int ROOM_BYTES = 64 << 10;

  private final Path directory;

  RunFolder(Path directory) {
    this.directory = directory;
  }

  /** The folder. */
  public Path directory() {
    return directory;
  }

  /** Where nodes' logs go, as {@code n1.log}. */
  public Path logs() {
    return directory;
  }

  /** Where the nodes' durable data goes; whoever runs the nodes deletes it at the end. */
  public Path data() {
    return directory.resolve(DATA);
  }

  /** Where the nodes' durable data goes in a run's folder; there, only while nodes run. */
  public static Path dataOf(Path run) {
    return run.resolve(DATA);
  }

  /** Writes run.json; before the trial starts, so that a killed run tells what it was. */
  public void describe(RunInfo info) {
    AtomicFiles.write(directory.resolve(INFO), RunJson.print(info));
  }

  /** Opens the journal; once per run. Room is kept for the verdict, if a run fills the disk. */
  public Journal journal() {
    try {
      Files.write(directory.resolve(ROOM), new byte[ROOM_BYTES]);
    } catch (IOException none) {
      // Then the journal will not get far either, and says so.
    }
    return Journal.create(directory.resolve(HISTORY));
  }

  /**
   * Writes run.json and the history again if the folder was deleted in mid-run; whether it was.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public boolean restore(RunInfo info, History history) {
    if (StoredRun.isRunFolder(directory)) {
      return false;
    }
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be made again: " + e, e);
    }
    describe(info);
    try (Journal journal = journal()) {
      history.forEach(journal::add);
    }
    return true;
  }

  /** Writes verdict.json and verdict.txt, the latter from what is stored alone. */
  public void conclude(Conclusion conclusion) {
    StoredRun run = StoredRun.open(directory);
    run.conclude(conclusion, run.history());
  }

  /**
   * As {@link #conclude(Conclusion)}, with the history that is in the journal at hand; answers the
   * text of verdict.txt.
   */
  public String conclude(Conclusion conclusion, History history) {
    return StoredRun.open(directory).conclude(conclusion, history);
  }
}
