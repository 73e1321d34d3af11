package dev.ordeal.results;

import dev.ordeal.results.run.BoundedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A folder of runs: {@code <root>/<trial>/<UTC time>/}. No two runs share a folder, whichever JVMs
 * they run in. Looks only at folders that it could have made, and follows no link out of its root.
 */
public final class RunStore {
  private static final Logger LOG = System.getLogger(RunStore.class.getName());
  private static final int LINK_BYTES = 4096;
  private static final int NAMED = 8;

  private final Path root;

  private RunStore(Path root) {
    this.root = root;
  }

  /** The store at the property {@code ordeal.results}, else at {@code results/runs} here. */
  public static RunStore standard() {
    return at(Path.of(System.getProperty("ordeal.results", "results/runs")));
  }

  /** The store in this folder, which is made when the first run is. */
  public static RunStore at(Path root) {
    return new RunStore(root);
  }

  /** Where the runs lie. */
  public Path root() {
    return root;
  }

  /**
   * A new folder for a run of a trial; where one is taken, the name is a millisecond later.
   *
   * @throws UncheckedIOException if it cannot be made
   */
  public RunFolder create(String trial, Instant started) {
    Path trialFolder = root.resolve(Names.folder(trial));
    try {
      Files.createDirectories(root);
      makeUnlessThere(trialFolder);
      Path folder = createFresh(trialFolder, started);
      Files.createDirectory(folder.resolve(RunFolder.DATA));
      pointAt(trialFolder.resolve(Names.LATEST), folder.getFileName());
      pointAt(root.resolve(Names.LATEST), root.relativize(folder));
      return new RunFolder(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no run folder can be made in "
              + trialFolder
              + " ("
              + e
              + "): is it writable? Another store: -Dordeal.results=DIR",
          e);
    }
  }

  private static void makeUnlessThere(Path folder) throws IOException {
    if (!isFolder(folder)) {
      try {
        Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        if (!isFolder(folder)) {
          throw e;
        }
      }
    }
  }

  private static Path createFresh(Path trialFolder, Instant started) throws IOException {
    for (Instant at = started; ; at = at.plusMillis(1)) {
      try {
        return Files.createDirectory(trialFolder.resolve(Names.time(at)));
      } catch (FileAlreadyExistsException e) {
        // Another run has this millisecond; the next is free, or the one after it.
      }
    }
  }

  /** A text file serves where links cannot be made; a trial never fails for want of either. */
  private static void pointAt(Path link, Path target) {
    try {
      try {
        AtomicFiles.link(link, target);
      } catch (IOException | UnsupportedOperationException e) {
        AtomicFiles.write(link, target + "\n");
      }
    } catch (UncheckedIOException e) {
      LOG.log(Level.WARNING, "{0} does not point at the latest run: {1}", link, e.getMessage());
    }
  }

  /** The folders of all runs, the oldest first. */
  public List<Path> runs() {
    var runs = new ArrayList<Path>();
    for (Path trial : folders(root, Names::isTrial)) {
      runs.addAll(folders(trial, Names::isTime));
    }
    runs.sort(
        Comparator.comparing((Path run) -> run.getFileName().toString())
            .thenComparing(Path::toString));
    return runs;
  }

  private static List<Path> folders(Path above, Predicate<String> named) {
    if (!Files.isDirectory(above)) {
      return List.of();
    }
    try (var all = Files.list(above)) {
      return all.filter(path -> named.test(path.getFileName().toString()))
          .filter(RunStore::isFolder)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(above + " cannot be listed: " + e, e);
    }
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * The folder of a run: {@code latest}, {@code <trial>/latest}, {@code <trial>}, {@code
   * <trial>/<time>}, or the path of a run's folder anywhere.
   *
   * @throws NoSuchRunException naming runs that exist
   */
  public Path find(String run) {
    return within(run)
        .or(() -> anywhere(run))
        .orElseThrow(() -> new NoSuchRunException("no run " + quote(run) + ": " + whatThereIs()));
  }

  private Optional<Path> within(String run) {
    String[] names = run.split("/", -1);
    if (run.equals(Names.LATEST)) {
      return latest(root, 2);
    }
    if (!Names.isTrial(names[0]) || names.length > 2) {
      return Optional.empty();
    }
    Path trial = root.resolve(names[0]);
    if (names.length == 1 || names[1].equals(Names.LATEST)) {
      return isFolder(trial) ? latest(trial, 1) : Optional.empty();
    }
    return Names.isTime(names[1])
        ? Optional.of(trial.resolve(names[1])).filter(RunStore::isFolder)
        : Optional.empty();
  }

  /** What a link (or the text file in its place) points at, if that is a run below it. */
  private static Optional<Path> latest(Path above, int levels) {
    Path link = above.resolve(Names.LATEST);
    try {
      Path target =
          Files.isSymbolicLink(link)
              ? Files.readSymbolicLink(link)
              : Path.of(BoundedFiles.read(link, LINK_BYTES).strip());
      boolean names =
          !target.isAbsolute()
              && target.getNameCount() == levels
              && Names.isTime(target.getFileName().toString())
              && (levels == 1 || Names.isTrial(target.getName(0).toString()));
      boolean within =
          names && isFolder(above.resolve(target.getName(0))) && isFolder(above.resolve(target));
      return within ? Optional.of(above.resolve(target)) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static Optional<Path> anywhere(String run) {
    try {
      return Optional.of(Path.of(run)).filter(StoredRun::isRunFolder);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private String whatThereIs() {
    List<Path> runs = runs();
    if (runs.isEmpty()) {
      return "there are none in " + root + "; another store: --store DIR";
    }
    List<String> last =
        runs.subList(Math.max(0, runs.size() - NAMED), runs.size()).stream()
            .map(run -> root.relativize(run).toString())
            .toList();
    String rest = runs.size() > NAMED ? " and " + (runs.size() - NAMED) + " older ones" : "";
    return root + " has " + String.join(", ", last) + rest;
  }

  private static String quote(String run) {
    return dev.ordeal.results.report.ValueText.escape("\"" + run + "\"", 200);
  }
}
