package dev.ordeal.harness.junit;

import dev.ordeal.harness.Run;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.results.RunFolder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** What one test method has: its trial, and its cluster once it asked for one. */
final class TestSession implements AutoCloseable, Trial.Observer {
  private final ExtensionContext context;
  private final List<Run> runs = new ArrayList<>();
  private Trial trial;
  private boolean injected;
  private boolean begun;
  private @Nullable Cluster cluster;

  TestSession(ExtensionContext context, Optional<Backend> backend) {
    this.context = context;
    var method = context.getRequiredTestMethod().getName();
    var type = context.getRequiredTestClass().getSimpleName();
    var named = Trial.named(type + "." + method).again(again(type, method)).observed(this);
    this.trial = backend.map(named::on).orElse(named);
    context.publishReportEntry(Trial.SEED_PROPERTY, Long.toString(trial.seed()));
  }

  Trial trial() {
    injected = true;
    return trial;
  }

  /** The open cluster of this test method; the trial runs on the same. */
  Cluster cluster() {
    if (cluster == null) {
      Backend backend =
          trial
              .backend()
              .orElseThrow(
                  () ->
                      new ParameterResolutionException(
                          "a Cluster parameter needs to know its backend: register the extension"
                              + " with OrdealExtension.on(backend)"));
      RunFolder folder = trial.store().create(trial.name(), Instant.now());
      cluster = backend.open(new Site(trial.seed(), folder.logs(), folder.data()));
      trial = trial.on(cluster, folder);
    }
    return cluster;
  }

  @Override
  public void began(Path directory) {
    begun = true;
    context.publishReportEntry("ordeal.run", directory.toString());
  }

  @Override
  public void ended(Run run) {
    runs.add(run);
    context.publishReportEntry("ordeal.outcome", run.outcome().name());
  }

  /** What was injected must run, and what ran must be asserted: a green test says something. */
  void assertForgottenRuns() {
    if (injected && !begun) {
      throw new AssertionError("the injected trial was never run: call .run(), or drop it");
    }
    runs.stream().filter(run -> !run.isAsserted()).forEach(Run::assertValid);
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /**
   * How the build runs one test method: a property, since a test cannot see which plugin ran it.
   */
  private static String again(String type, String method) {
    return System.getProperty("ordeal.again", "mvn test -Dtest=") + type + "#" + method;
  }
}
