package dev.ordeal.harness;

import dev.ordeal.harness.generator.Generator;
import java.util.Map;

/**
 * Which faults a trial meets, and when.
 *
 * @param text the plan in words, for the stored run: {@code partition halves every 5 s for 2 s}
 * @param nemesis the mechanism
 * @param schedule what the nemesis does while clients run; ends with everything healed
 * @param kinds for each function that injects a fault, the function that heals it
 */
public record FaultPlan(
    String text, Nemesis nemesis, Generator schedule, Map<String, String> kinds) {

  /** Copies its parts. */
  public FaultPlan {
    kinds = Map.copyOf(kinds);
  }
}
