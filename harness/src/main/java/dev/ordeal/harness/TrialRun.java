package dev.ordeal.harness;

import dev.ordeal.checkers.EvidenceOf;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Deaths;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.internal.reaper.AbandonedData;
import dev.ordeal.history.History;
import dev.ordeal.results.NoSuchRunException;
import dev.ordeal.results.RunFolder;
import dev.ordeal.results.RunStore;
import dev.ordeal.results.StoredRun;
import dev.ordeal.results.report.VerdictText;
import dev.ordeal.results.run.Conclusion;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.run.RunInfo.ClusterInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a trial: opens the cluster, drives it, closes it, judges the history, stores all.
 *
 * <p>What goes wrong on the way is sorted: a cluster that cannot be brought up is a setup failure;
 * a violation that was seen stands, whatever broke after it; anything else that breaks is a harness
 * failure; what cannot be closed is told beside the verdict.
 */
final class TrialRun {
  private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();
  private static final String CHECK_AGAIN =
      "; the history is kept: recheck the run with more memory (java -Xmx and -Xss)";
  private static final History NOTHING = History.of(List.of());

  private final Trial trial;
  private final Nemesis nemesis;
  private final RunFolder folder;
  private final Instant started = Instant.now();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private @Nullable RunInfo info;

  TrialRun(Trial trial) {
    this.trial = trial;
    this.nemesis = trial.faults().nemesis();
    this.folder = trial.folder().filter(TrialRun::isFresh).orElseGet(this::freshFolder);
  }

  private RunFolder freshFolder() {
    try {
      return trial.store().create(trial.name(), started);
    } catch (UncheckedIOException unwritable) {
      throw new SetupFailure(unwritable.getMessage() + "\n  again: " + trial.again(), unwritable);
    }
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
    sweep(trial.store());
    tell(observer -> observer.began(folder.directory()));
    if (!trial.isQuiet()) {
      System.out.printf("%s: seed %d; %s%n", trial.name(), trial.seed(), trial.faults().text());
    }
    Cluster cluster = open();
    var driver = new Driver(trial, nemesis, folder, cluster);
    Throwable broke = null;
    try {
      driver.drive();
    } catch (Throwable failure) {
      broke = failure;
    }
    problems.addAll(driver.problems());
    deaths(cluster);
    close(cluster);
    var history = driver.history();
    if (broke instanceof SetupFailure failure && history.size() == 0) {
      throw concluded(failure);
    }
    try {
      return judge(history, broke);
    } finally {
      if (broke instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Once for each store: what is left later is for the next JVM. */
  private static void sweep(RunStore store) {
    if (SWEPT.add(store.root().toAbsolutePath())) {
      AbandonedData.sweep(store.runs().stream().map(RunFolder::dataOf).toList());
    }
  }

  private Cluster open() {
    try {
      if (trial.cluster().isPresent()) {
        Cluster open = trial.cluster().get();
        describe(Describe.open(open, open.backend()));
        return open;
      }
      Backend backend = trial.requiredBackend();
      describe(Describe.planned(backend));
      var open = backend.open(new Site(trial.seed(), folder.logs(), folder.data()));
      return described(open, backend);
    } catch (SetupFailure failure) {
      dropData();
      throw concluded(failure);
    } catch (HarnessFailure failure) {
      dropData();
      throw failure;
    } catch (Throwable failure) {
      dropData();
      throw harnessFailure("the backend broke", failure, NOTHING);
    }
  }

  /** No cluster stands that would delete it; what is in it is somebody's. */
  private void dropData() {
    try {
      Files.deleteIfExists(folder.data());
    } catch (IOException notEmpty) {
      problems.add("the data folder stays: " + notEmpty);
    }
  }

  private Cluster described(Cluster open, Backend backend) {
    try {
      describe(Describe.open(open, backend.describe()));
      return open;
    } catch (Throwable failure) {
      close(open);
      throw harnessFailure("the run could not be described", failure, NOTHING);
    }
  }

  private void describe(ClusterInfo cluster) {
    info = Describe.info(trial, cluster, started);
    try {
      folder.describe(info);
    } catch (UncheckedIOException unwritable) {
      throw new SetupFailure(
          unwritable.getMessage()
              + ": is there room, and may it be written? Another store:"
              + " -Dordeal.results=DIR",
          unwritable);
    }
  }

  private SetupFailure concluded(SetupFailure failure) {
    var message = String.valueOf(failure.getMessage());
    conclude(Conclusion.setupFailure(message, Instant.now()), NOTHING);
    return new SetupFailure(message + whereAndAgain(), failure);
  }

  /** Nodes that died by themselves: the verdict is on a system that lost them. */
  private void deaths(Cluster cluster) {
    try {
      Bounded.undisturbed(
          "asking who died",
          trial.patience(),
          () ->
              cluster
                  .capability(Deaths.class)
                  .ifPresent(deaths -> problems.addAll(deaths.unasked())));
    } catch (Throwable failure) {
      problems.add("whether nodes died by themselves is not known: " + failure);
    }
  }

  private void close(Cluster cluster) {
    if (trial.cluster().isPresent()) {
      return;
    }
    try {
      Bounded.undisturbed("closing it", trial.patience(), cluster::close);
    } catch (Throwable failure) {
      problems.add("the cluster did not close: " + failure);
    }
  }

  private Run judge(History history, @Nullable Throwable broke) {
    Verdict verdict;
    try {
      verdict = verdict(history);
    } catch (Throwable failure) {
      if (broke != null && broke != failure) {
        failure.addSuppressed(broke);
      }
      var kept = failure instanceof VirtualMachineError ? CHECK_AGAIN : "";
      throw harnessFailure("the checker broke on the history", failure, kept, history);
    }
    if (broke != null && verdict.validity() != Validity.INVALID) {
      throw harnessFailure("the trial broke", broke, history);
    }
    if (broke != null) {
      problems.add("the trial broke after the violation: " + broke);
    }
    var conclusion = Conclusion.of(verdict, Instant.now());
    var text = conclude(conclusion, history);
    var run = new Run(trial, history, verdict, conclusion.outcome(), folder.directory(), text);
    var told =
        tell(observer -> observer.ended(run)) ? run : run.told(conclude(conclusion, history));
    if (!trial.isQuiet()) {
      System.out.println(told.text());
    }
    return told;
  }

  private Verdict verdict(History history) throws Exception {
    Verdict verdict;
    try {
      verdict =
          Bounded.interruptibly(
              "the checker", trial.patience(), () -> trial.workload().checker().check(history));
    } catch (Bounded.Hang hang) {
      verdict = Verdict.unknown(String.valueOf(hang.getMessage()));
    }
    if (verdict == null) {
      throw new IllegalStateException("it answered null: a checker must answer a verdict");
    }
    return EvidenceOf.complete(
        verdict, history, trial.faults().kinds(), trial.workload().expected());
  }

  /** An observer that breaks is a problem of its own; whether it did not. */
  private boolean tell(Consumer<Trial.Observer> news) {
    try {
      news.accept(trial.observer());
      return true;
    } catch (Throwable failure) {
      problems.add("the observer broke: " + failure);
      return false;
    }
  }

  private HarnessFailure harnessFailure(String what, Throwable cause, History history) {
    return harnessFailure(what, cause, "", history);
  }

  private HarnessFailure harnessFailure(
      String what, Throwable cause, String cure, History history) {
    var message = what + ": " + cause + cure;
    conclude(Conclusion.harnessFailure(message, Instant.now()), history);
    return new HarnessFailure(message + whereAndAgain(), cause);
  }

  private String whereAndAgain() {
    var text = new StringBuilder();
    problems.forEach(problem -> text.append("\n  also: ").append(problem));
    return text + "\n  run: " + folder.directory() + "\n  again: " + trial.again();
  }

  /** Stores it, and answers the text of the verdict; one that cannot be stored is told as well. */
  private String conclude(Conclusion conclusion, History history) {
    try {
      return folder.conclude(conclusion.withSuppressed(problems), history);
    } catch (RuntimeException lost) {
      return concludeAnew(conclusion, history, lost);
    }
  }

  /** Somebody may have deleted the folder: what is in memory is written once more. */
  private String concludeAnew(Conclusion conclusion, History history, RuntimeException lost) {
    var described = info;
    if (described == null) {
      problems.add("the run could not be stored: " + lost);
      return "";
    }
    try {
      if (folder.restore(described, history)) {
        problems.add("the run's folder was deleted in mid-run: written anew, without nodes' logs");
      }
      return folder.conclude(conclusion.withSuppressed(problems), history);
    } catch (RuntimeException again) {
      problems.add(
          "the run could not be stored: "
              + again.getMessage()
              + ": is there room, and may it be written? Another store: -Dordeal.results=DIR");
      var told = conclusion.withSuppressed(problems);
      return VerdictText.render(described, history, told, folder.directory());
    }
  }
}
