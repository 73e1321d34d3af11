package dev.ordeal.results.cli;

import dev.ordeal.results.StoredRun;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What the commands over one run share: which run, and where to print. */
abstract class RunArgument {
  @ParentCommand private @Nullable Main main;
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "RUN",
      description = "latest, TRIAL, TRIAL/latest, TRIAL/TIME, or a run's folder.")
  private String run = "";

  StoredRun run() {
    return Objects.requireNonNull(main).find(run);
  }

  PrintWriter out() {
    return spec().commandLine().getOut();
  }

  CommandSpec spec() {
    return Objects.requireNonNull(spec);
  }
}
