package dev.ordeal.harness;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Recovery;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.history.History;
import dev.ordeal.results.run.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

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
  private final AtomicBoolean asserted;

  Run(Trial trial, History history, Verdict verdict, Outcome outcome, Path directory, String text) {
    this(trial, history, verdict, outcome, directory, text, new AtomicBoolean());
  }

  private Run(
      Trial trial,
      History history,
      Verdict verdict,
      Outcome outcome,
      Path directory,
      String text,
      AtomicBoolean asserted) {
    this.asserted = asserted;
    this.trial = trial;
    this.history = history;
    this.verdict = verdict;
    this.outcome = outcome;
    this.directory = directory;
    this.text = text;
  }

  /** The same run, told in other words: who asserts one asserts both. */
  Run told(String newText) {
    return new Run(trial, history, verdict, outcome, directory, newText, asserted);
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

  /** How the system bore the faults and came back from them. */
  public Recovery recovery() {
    return Recovery.in(verdict)
        .orElseThrow(() -> new IllegalStateException("the verdict of a run lacks its recovery"));
  }

  /**
   * After every healing an operation must have succeeded within this time: of calm, as other faults
   * that were in force count against no healed one, and from the first operation on that was asked
   * for.
   *
   * @throws RecoveryError if one took longer; it names the fault, its healing and the first ok
   * @throws InconclusiveError if no fault was healed, or one was watched for less than this time
   */
  public Run recoversWithin(Duration limit) {
    return claim(claims -> claims.recoversWithin(limit));
  }

  /**
   * After every healing, but the one in the end, the throughput must have been back at 90 % of that
   * of the calm within this time, counted as in {@link #recoversWithin}.
   *
   * @throws RecoveryError if it took longer
   * @throws InconclusiveError if there was too little calm to tell
   */
  public Run regainsThroughputWithin(Duration limit) {
    return claim(claims -> claims.regainsThroughputWithin(limit));
  }

  /**
   * At no time, in calm or storm, may clients have asked for longer than this without any ok.
   *
   * @throws RecoveryError if they did; it says from when to when, and which faults there were
   */
  public Run unavailableAtMost(Duration limit) {
    return claim(claims -> claims.unavailableAtMost(limit));
  }

  /**
   * The share of operations that are ok in storm must be at least this part of that in calm.
   *
   * @param rate the fault tolerance rate: 1 if faults may harm nobody
   * @throws RecoveryError if it is less
   * @throws InconclusiveError if there was no storm, or nothing was ok in calm
   */
  public Run toleratesAtLeast(double rate) {
    return claim(claims -> claims.toleratesAtLeast(rate));
  }

  private Run claim(Consumer<RecoveryClaims> claim) {
    asserted.set(true);
    claim.accept(new RecoveryClaims(history, recovery(), text));
    return this;
  }

  /** Whether somebody asserted something of it. */
  public boolean isAsserted() {
    return asserted.get();
  }
}
