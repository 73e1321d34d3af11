package dev.ordeal.harness;

import dev.ordeal.checkers.EvidenceOf;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Deaths;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.history.History;
import dev.ordeal.results.NoSuchRunException;
import dev.ordeal.results.RunFolder;
import dev.ordeal.results.StoredRun;
import dev.ordeal.results.run.Conclusion;
import dev.ordeal.results.run.RunInfo.ClusterInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a trial: opens the cluster, drives it, closes it, judges the history, stores all.
 *
 * <p>What goes wrong on the way is sorted: a cluster that cannot be brought up is a setup failure;
 * a violation that was seen stands, whatever broke after it; anything else that breaks is a harness
 * failure; what cannot be closed is told beside the verdict.
 */
final class TrialRun {
  private final Trial trial;
  private final Nemesis nemesis;
  private final RunFolder folder;
  private final Instant started = Instant.now();
  private final List<String> problems = new ArrayList<>();

  TrialRun(Trial trial) {
    this.trial = trial;
    this.nemesis = trial.faults().nemesis();
    this.folder =
        trial
            .folder()
            .filter(TrialRun::isFresh)
            .orElseGet(() -> trial.store().create(trial.name(), started));
  }

  /** A cluster that stays open serves several runs, and each has a folder of its own. */
  private static boolean isFresh(RunFolder folder) {
    try {
      StoredRun.open(folder.directory());
      return false;
    } catch (NoSuchRunException nothingYet) {
      return true;
    }
  }

  Run run() {
    trial.observer().began(folder.directory());
    if (!trial.isQuiet()) {
      System.out.printf("%s: seed %d; %s%n", trial.name(), trial.seed(), trial.faults().text());
    }
    Cluster cluster = open();
    var driver = new Driver(trial, nemesis, folder, cluster);
    Throwable broke = null;
    try {
      driver.drive();
    } catch (SetupFailure failure) {
      close(cluster);
      throw concluded(failure);
    } catch (Throwable failure) {
      broke = failure;
    }
    problems.addAll(driver.problems());
    deaths(cluster);
    close(cluster);
    try {
      return judge(driver.history(), broke);
    } finally {
      if (broke instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Cluster open() {
    if (trial.cluster().isPresent()) {
      Cluster open = trial.cluster().get();
      describe(Describe.open(open, open.backend()));
      return open;
    }
    Backend backend = trial.requiredBackend();
    describe(Describe.planned(backend));
    Cluster open;
    try {
      open = backend.open(new Site(trial.seed(), folder.logs(), folder.data()));
    } catch (SetupFailure failure) {
      throw concluded(failure);
    } catch (RuntimeException failure) {
      throw harnessFailure("the backend broke", failure, History.of(List.of()));
    }
    try {
      describe(Describe.open(open, backend.describe()));
      return open;
    } catch (RuntimeException failure) {
      close(open);
      throw harnessFailure("the run could not be described", failure, History.of(List.of()));
    }
  }

  private void describe(ClusterInfo cluster) {
    folder.describe(Describe.info(trial, cluster, started));
  }

  private SetupFailure concluded(SetupFailure failure) {
    var message = String.valueOf(failure.getMessage());
    conclude(Conclusion.setupFailure(message, Instant.now()), History.of(List.of()));
    return new SetupFailure(message + whereAndAgain(), failure);
  }

  /** Nodes that died by themselves: the verdict is on a system that lost them. */
  private void deaths(Cluster cluster) {
    try {
      cluster.capability(Deaths.class).ifPresent(deaths -> problems.addAll(deaths.unasked()));
    } catch (RuntimeException failure) {
      problems.add("whether nodes died by themselves is not known: " + failure);
    }
  }

  private void close(Cluster cluster) {
    if (trial.cluster().isPresent()) {
      return;
    }
    try {
      cluster.close();
    } catch (RuntimeException failure) {
      problems.add("the cluster did not close: " + failure);
    }
  }

  private Run judge(History history, @Nullable Throwable broke) {
    Verdict verdict;
    try {
      verdict = trial.workload().checker().check(history);
    } catch (Throwable failure) {
      if (broke != null) {
        failure.addSuppressed(broke);
      }
      throw harnessFailure("the checker broke on the history", failure, history);
    }
    verdict =
        EvidenceOf.complete(verdict, history, trial.faults().kinds(), trial.workload().expected());
    if (broke != null && verdict.validity() != Validity.INVALID) {
      throw harnessFailure("the trial broke", broke, history);
    }
    if (broke != null) {
      problems.add("the trial broke after the violation: " + broke);
    }
    var conclusion = Conclusion.of(verdict, Instant.now());
    var text = conclude(conclusion, history);
    var run = new Run(trial, history, verdict, conclusion.outcome(), folder.directory(), text);
    if (!trial.isQuiet()) {
      System.out.println(text);
    }
    trial.observer().ended(run);
    return run;
  }

  private HarnessFailure harnessFailure(String what, Throwable cause, History history) {
    var message = what + ": " + cause;
    conclude(Conclusion.harnessFailure(message, Instant.now()), history);
    return new HarnessFailure(message + whereAndAgain(), cause);
  }

  private String whereAndAgain() {
    return "\n  run: " + folder.directory() + "\n  again: " + trial.again();
  }

  /** Stores it, and answers the text of the stored verdict. */
  private String conclude(Conclusion conclusion, History history) {
    return folder.conclude(conclusion.withSuppressed(problems), history);
  }
}
