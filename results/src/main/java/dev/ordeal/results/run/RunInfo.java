package dev.ordeal.results.run;

import dev.ordeal.checkers.Expectations;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a run was set up: what is needed to read it, to check it again and to run it again.
 *
 * @param trial the name of the trial
 * @param started when
 * @param seed what everything random was drawn from
 * @param workload the name of the workload
 * @param checker the name under which its checker is found again
 * @param cluster what the trial ran against
 * @param concurrency how many clients ran at once
 * @param timeLimit how long clients were to run before recovery
 * @param faults which faults it met
 * @param expected which operations must have succeeded when
 * @param options the trial's options, by name
 * @param commit which source it ran, if that could be told
 * @param environment what it ran on
 * @param again the command line that runs it again
 */
public record RunInfo(
    String trial,
    Instant started,
    long seed,
    String workload,
    String checker,
    ClusterInfo cluster,
    int concurrency,
    Duration timeLimit,
    Faults faults,
    Expectations expected,
    Map<String, String> options,
    Optional<Commit> commit,
    Environment environment,
    String again) {

  /** Copies its parts. */
  public RunInfo {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }

  /** What is known of a history that no trial recorded: the name of its file. */
  public static RunInfo ofFile(String name, Instant judged) {
    return new RunInfo(
        name,
        judged,
        0,
        "",
        "",
        new ClusterInfo("", "", List.of()),
        0,
        Duration.ZERO,
        Faults.none(),
        Expectations.standard(),
        Map.of(),
        Optional.empty(),
        Environment.here(),
        "");
  }

  /**
   * What a trial ran against.
   *
   * @param backend {@code simulated}, {@code processes} or {@code containers}
   * @param description one line on what the backend started
   * @param nodes the names of the nodes
   */
  public record ClusterInfo(String backend, String description, List<String> nodes) {
    /** Copies its parts. */
    public ClusterInfo {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * Which faults a trial met.
   *
   * @param plan the plan in words
   * @param kinds for each function that injects a fault, the function that heals it
   */
  public record Faults(String plan, Map<String, String> kinds) {
    /** Copies its parts. */
    public Faults {
      kinds = Collections.unmodifiableMap(new TreeMap<>(kinds));
    }

    /** No faults. */
    public static Faults none() {
      return new Faults("none", Map.of());
    }
  }
}
