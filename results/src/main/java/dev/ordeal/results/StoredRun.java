package dev.ordeal.results;

import dev.ordeal.history.History;
import dev.ordeal.history.JsonLines;
import dev.ordeal.history.JsonLines.Limits;
import dev.ordeal.history.JsonLines.Reading;
import dev.ordeal.history.JsonLines.TornLine;
import dev.ordeal.history.MalformedHistoryException;
import dev.ordeal.results.report.VerdictText;
import dev.ordeal.results.run.Conclusion;
import dev.ordeal.results.run.CorruptRunException;
import dev.ordeal.results.run.Phase;
import dev.ordeal.results.run.PhaseLog;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.run.RunJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A run as it lies in its folder, finished or not; each question reads the file that answers it.
 */
public final class StoredRun {
  private final Path directory;

  private StoredRun(Path directory) {
    this.directory = directory;
  }

  /**
   * The run in this folder.
   *
   * @throws NoSuchRunException if it holds neither run.json nor history.jsonl
   */
  public static StoredRun open(Path directory) {
    if (!isRunFolder(directory)) {
      throw new NoSuchRunException(
          directory + " is no run: it has no " + RunFolder.INFO + " and no " + RunFolder.HISTORY);
    }
    return new StoredRun(directory);
  }

  static boolean isRunFolder(Path directory) {
    return Files.isRegularFile(directory.resolve(RunFolder.INFO))
        || Files.isRegularFile(directory.resolve(RunFolder.HISTORY));
  }

  /** The folder. */
  public Path directory() {
    return directory;
  }

  /**
   * How it was set up.
   *
   * @throws CorruptRunException if run.json cannot be read
   */
  public RunInfo info() {
    return RunJson.readInfo(directory.resolve(RunFolder.INFO));
  }

  /**
   * Its history, as far as it was written; a last line that a kill cut is left out, and operations
   * that were in flight then stay open.
   *
   * @throws CorruptRunException if history.jsonl cannot be read
   */
  public History history() {
    return reading().history();
  }

  /**
   * Its history, and what was left out at its end.
   *
   * @throws CorruptRunException if history.jsonl cannot be read
   */
  public Reading reading() {
    Path file = directory.resolve(RunFolder.HISTORY);
    if (!Files.exists(file)) {
      return new Reading(History.of(List.of()), Optional.empty());
    }
    if (!Files.isRegularFile(file)) {
      throw new CorruptRunException(file, "not a regular file", new IOException("not a file"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return JsonLines.read(in, Limits.standard(), TornLine.LEAVE_OUT);
    } catch (IOException | MalformedHistoryException e) {
      throw new CorruptRunException(file, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * How it ended, if it did: a run that was killed, or still runs, has no conclusion.
   *
   * @throws CorruptRunException if verdict.json cannot be read
   */
  public Optional<Conclusion> conclusion() {
    Path file = directory.resolve(RunFolder.VERDICT);
    return Files.exists(file) ? Optional.of(RunJson.readConclusion(file)) : Optional.empty();
  }

  /**
   * How long the phases of the nodes' work took, as the logs in the folder tell.
   *
   * @throws CorruptRunException if run.json cannot be read
   */
  public List<Phase> phases() {
    return PhaseLog.in(directory, info().cluster().nodes());
  }

  /**
   * Stores another conclusion in place of the one there was, as a recheck comes to one; its phases
   * are measured anew.
   */
  public String conclude(Conclusion reached, History history) {
    giveUpRoom();
    Conclusion conclusion = reached.withPhases(phases());
    AtomicFiles.write(directory.resolve(RunFolder.VERDICT), RunJson.print(conclusion));
    String text = VerdictText.render(info(), history, conclusion, directory);
    AtomicFiles.write(directory.resolve(RunFolder.VERDICT_TEXT), text);
    return text;
  }

  private void giveUpRoom() {
    try {
      Files.deleteIfExists(directory.resolve(RunFolder.ROOM));
    } catch (IOException e) {
      throw new UncheckedIOException("what kept room for the verdict cannot be deleted", e);
    }
  }

  /**
   * The run on one screen: its verdict, or what is known of a run that has none.
   *
   * @throws CorruptRunException if a file cannot be read
   * @throws UncheckedIOException if a file vanishes meanwhile
   */
  public String text() {
    Reading reading = reading();
    return conclusion()
        .map(end -> VerdictText.render(info(), reading.history(), end, directory))
        .orElseGet(
            () -> VerdictText.unfinished(info(), reading.history(), reading.torn(), directory));
  }
}
