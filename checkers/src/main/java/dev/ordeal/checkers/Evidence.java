package dev.ordeal.checkers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a verdict rests on: what was done, how it ended, which faults it happened under.
 *
 * @param operations per function: how its operations ended
 * @param faults per kind of fault: how often it was applied, and what was in flight meanwhile
 * @param gaps what is missing, a sentence each; a gap makes a trial inconclusive
 */
public record Evidence(
    Map<String, Tally> operations, Map<String, FaultTally> faults, List<String> gaps) {

  private static final Evidence NONE = new Evidence(Map.of(), Map.of(), List.of());

  /** Copies its parts. */
  public Evidence {
    operations = Collections.unmodifiableMap(new LinkedHashMap<>(operations));
    faults = Collections.unmodifiableMap(new LinkedHashMap<>(faults));
    gaps = List.copyOf(gaps);
  }

  /** No evidence at all. */
  public static Evidence none() {
    return NONE;
  }

  /** This evidence and that. Tallies of the same name are the same tallies, not added up. */
  public Evidence and(Evidence more) {
    var allOperations = new LinkedHashMap<>(operations);
    allOperations.putAll(more.operations);
    var allFaults = new LinkedHashMap<>(faults);
    allFaults.putAll(more.faults);
    var allGaps = new ArrayList<>(gaps);
    more.gaps.stream().filter(gap -> !allGaps.contains(gap)).forEach(allGaps::add);
    return new Evidence(allOperations, allFaults, allGaps);
  }

  /** How the operations of one function ended, in numbers. */
  public record Tally(int invoked, int ok, int fail, int info) {}

  /**
   * How one kind of fault was applied.
   *
   * @param applied how often it was injected
   * @param bit how often a probe saw that it bit
   * @param healed how often it was healed
   * @param inFlight client operations whose interval met one that bit
   */
  public record FaultTally(int applied, int bit, int healed, int inFlight) {}
}
