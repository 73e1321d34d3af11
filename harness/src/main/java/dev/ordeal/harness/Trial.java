package dev.ordeal.harness;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.internal.NoFaults;
import dev.ordeal.results.RunFolder;
import dev.ordeal.results.RunStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A workload on a cluster under faults: immutable data until it is {@link #run}.
 *
 * <pre>{@code
 * Trial.named("lock").on(backend).workload(LOCK)
 *     .faults(partition(HALVES).every(ofSeconds(5))).time(ofSeconds(20)).run().assertValid();
 * }</pre>
 *
 * <p>A trial runs for {@link #time}; then every fault is healed, and the workload's final generator
 * runs, for {@link #recovery} at most.
 */
public final class Trial {

  /** Is told of runs. */
  public interface Observer {

    /** Is told nothing. */
    Observer NONE = new Observer() {};

    /** A run has begun and is stored in this folder. */
    default void began(Path directory) {}

    /** A run has come to a verdict. */
    default void ended(Run run) {}
  }

  /** The system property that names the seed. */
  public static final String SEED_PROPERTY = "ordeal.seed";

  private String name;
  private @Nullable Workload workload;
  private @Nullable Backend backend;
  private @Nullable Cluster cluster;
  private @Nullable RunFolder folder;
  private FaultPlan faults = NoFaults.PLAN;
  private final Optional<String> said;
  private final Optional<FaultPlan> replay;
  private int concurrency = 10;
  private Duration time = Duration.ofSeconds(20);
  private Duration recovery = Duration.ofSeconds(20);
  private Duration patience = Duration.ofMinutes(10);
  private long seed = seedFromProperty().orElseGet(() -> freshSeed());
  private RunStore store = RunStore.standard();
  private String again = "";
  private boolean quiet;
  private Observer observer = Observer.NONE;

  private Trial(String name) {
    this.name = name;
    this.said = PlanReader.fromProperty();
    this.replay = said.map(PlanReader::plan);
  }

  private Trial(Trial other) {
    name = other.name;
    workload = other.workload;
    backend = other.backend;
    cluster = other.cluster;
    folder = other.folder;
    faults = other.faults;
    said = other.said;
    replay = other.replay;
    concurrency = other.concurrency;
    time = other.time;
    recovery = other.recovery;
    patience = other.patience;
    seed = other.seed;
    store = other.store;
    again = other.again;
    quiet = other.quiet;
    observer = other.observer;
  }

  /** A trial of this name, which its runs are stored under. */
  public static Trial named(String name) {
    return new Trial(name);
  }

  /** What clients do, and what must hold. */
  public Trial workload(Workload newWorkload) {
    return with(trial -> trial.workload = newWorkload);
  }

  /** On a cluster that the trial opens and closes. */
  public Trial on(Backend newBackend) {
    return with(trial -> trial.backend = newBackend);
  }

  /** On a cluster that the caller has opened and will close, whose logs lie in this folder. */
  public Trial on(Cluster open, RunFolder openFolder) {
    return with(
        trial -> {
          trial.cluster = open;
          trial.folder = openFolder;
        });
  }

  /** The faults it meets; none unless said. {@code -Dordeal.plan} goes before what is said. */
  public Trial faults(FaultPlan plan) {
    return with(trial -> trial.faults = plan);
  }

  /** How many clients work at a time; 10 unless said. */
  public Trial concurrency(int clients) {
    if (clients < 1) {
      throw new IllegalArgumentException("a trial needs at least one client, not " + clients);
    }
    return with(trial -> trial.concurrency = clients);
  }

  /** How long clients work under faults, on the cluster's clock; 20 s unless said. */
  public Trial time(Duration newTime) {
    return with(trial -> trial.time = newTime);
  }

  /** How long the final generator may take at most; 20 s unless said. */
  public Trial recovery(Duration newRecovery) {
    return with(trial -> trial.recovery = newRecovery);
  }

  /**
   * How long one step of a nemesis, the closing of the cluster and the checker may take each before
   * the trial goes on without it, and a trial in virtual time may stand still; 10 min unless said.
   */
  public Trial patience(Duration newPatience) {
    return with(trial -> trial.patience = newPatience);
  }

  /** The seed that everything drawn is drawn from; -Dordeal.seed, or fresh, unless said. */
  public Trial seed(long newSeed) {
    return with(trial -> trial.seed = newSeed);
  }

  /** Where its runs are stored; {@link RunStore#standard} unless said. */
  public Trial store(RunStore newStore) {
    return with(trial -> trial.store = newStore);
  }

  /** The command line that runs it again, without the seed; for the failure text. */
  public Trial again(String command) {
    return with(trial -> trial.again = command);
  }

  /** Prints no progress. */
  public Trial quiet() {
    return with(trial -> trial.quiet = true);
  }

  /** Tells this observer of every run. */
  public Trial observed(Observer newObserver) {
    return with(trial -> trial.observer = newObserver);
  }

  /**
   * Runs it, stores it and judges it.
   *
   * @throws dev.ordeal.harness.cluster.SetupFailure if the cluster cannot be brought up, or cannot
   *     do what the faults need
   * @throws HarnessFailure if the trial itself broke, and no violation had been seen by then
   * @throws IllegalStateException if it has no workload or no cluster; nothing is stored then
   */
  public Run run() {
    workload();
    if (cluster == null) {
      requiredBackend();
    }
    return new TrialRun(this).run();
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** The seed. */
  public long seed() {
    return seed;
  }

  /** The store. */
  public RunStore store() {
    return store;
  }

  /** The backend, if the trial opens its own cluster. */
  public Optional<Backend> backend() {
    return Optional.ofNullable(backend);
  }

  Backend requiredBackend() {
    return backend()
        .orElseThrow(
            () -> new IllegalStateException("trial " + name + " has no cluster: add .on(backend)"));
  }

  Workload workload() {
    if (workload == null) {
      throw new IllegalStateException("trial " + name + " has no workload: add .workload(...)");
    }
    return workload;
  }

  Optional<Cluster> cluster() {
    return Optional.ofNullable(cluster);
  }

  Optional<RunFolder> folder() {
    return Optional.ofNullable(folder);
  }

  FaultPlan faults() {
    return replay.orElse(faults);
  }

  int concurrency() {
    return concurrency;
  }

  Duration time() {
    return time;
  }

  Duration recovery() {
    return recovery;
  }

  Duration patience() {
    return patience;
  }

  String again() {
    String command = again.isEmpty() ? "" : again + " ";
    return command + "-D" + SEED_PROPERTY + "=" + seed + said.map(Trial::property).orElse("");
  }

  /** Quoted for a shell. */
  private static String property(String plan) {
    return " -D" + PlanReader.PROPERTY + "='" + plan.replace("'", "'\\''") + "'";
  }

  Observer observer() {
    return observer;
  }

  boolean isQuiet() {
    return quiet;
  }

  private Trial with(Consumer<Trial> change) {
    var copy = new Trial(this);
    change.accept(copy);
    return copy;
  }

  private static Optional<Long> seedFromProperty() {
    String text = System.getProperty(SEED_PROPERTY, "").strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "-D" + SEED_PROPERTY + "=" + text + " is not a whole number", notANumber);
    }
  }

  /** Short enough to read aloud. */
  private static long freshSeed() {
    return new SplittableRandom().nextLong(10_000_000_000L);
  }
}
