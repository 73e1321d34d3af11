package dev.ordeal.harness;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.history.History;
import dev.ordeal.results.run.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A trial that has run: its history and the verdict on it, both stored.
 *
 * <p>A run asks to be asserted: one that was not fails its test if the extension injected the
 * trial.
 */
public final class Run {
  private final Trial trial;
  private final History history;
  private final Verdict verdict;
  private final Outcome outcome;
  private final Path directory;
  private final String text;
  private final AtomicBoolean asserted = new AtomicBoolean();

  Run(Trial trial, History history, Verdict verdict, Outcome outcome, Path directory, String text) {
    this.trial = trial;
    this.history = history;
    this.verdict = verdict;
    this.outcome = outcome;
    this.directory = directory;
    this.text = text;
  }

  /** The trial that ran. */
  public Trial trial() {
    return trial;
  }

  /** What every client and the nemesis saw. */
  public History history() {
    return history;
  }

  /** The judgement of the workload's checker, with its evidence. */
  public Verdict verdict() {
    return verdict;
  }

  /**
   * How it ended: {@link Outcome#VALID}, {@link Outcome#INVALID} or {@link Outcome#INCONCLUSIVE}.
   */
  public Outcome outcome() {
    return outcome;
  }

  /** The folder it is stored in. */
  public Path directory() {
    return directory;
  }

  /** The verdict on one screen, as stored in {@code verdict.txt}. */
  public String text() {
    return text;
  }

  /**
   * The system must have kept its promise.
   *
   * @throws ViolationError if it broke it
   * @throws InconclusiveError if nobody can tell
   */
  public Run assertValid() {
    asserted.set(true);
    switch (outcome) {
      case VALID -> {}
      case INVALID -> throw new ViolationError(text);
      default -> throw new InconclusiveError(text);
    }
    return this;
  }

  /**
   * The system must have been convicted of this: the proof that a trial can fail.
   *
   * @throws AssertionError if no anomaly of this name was found
   */
  public Run assertConvicted(String anomaly) {
    asserted.set(true);
    List<String> names = verdict.anomalies().stream().map(Anomaly::name).distinct().toList();
    if (!names.contains(anomaly)) {
      var found = names.isEmpty() ? "nothing" : String.join(", ", names);
      throw new AssertionError(
          "expected a conviction of " + anomaly + ", but found " + found + "\n" + text);
    }
    return this;
  }

  /** Whether somebody asserted something of it. */
  public boolean isAsserted() {
    return asserted.get();
  }
}
