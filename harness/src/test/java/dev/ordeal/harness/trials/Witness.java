package dev.ordeal.harness.trials;

import dev.ordeal.harness.Run;
import dev.ordeal.harness.Trial;
import dev.ordeal.results.StoredRun;
import dev.ordeal.results.run.Conclusion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a trial told its observer, and opens what it stored. */
public final class Witness implements Trial.Observer {
  private final List<Path> directories = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();

  @Override
  public void began(Path directory) {
    directories.add(directory);
  }

  @Override
  public void ended(Run run) {
    runs.add(run);
  }

  /** The folders of the runs that began. */
  public List<Path> directories() {
    return directories;
  }

  /** The runs that came to a verdict. */
  public List<Run> runs() {
    return runs;
  }

  /** The last run that began, as it is stored. */
  public StoredRun stored() {
    return StoredRun.open(directories.get(directories.size() - 1));
  }

  /** How the last run that began is stored to have ended. */
  public Conclusion conclusion() {
    return stored().conclusion().orElseThrow();
  }
}
