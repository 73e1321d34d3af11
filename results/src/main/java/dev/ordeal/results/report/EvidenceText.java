package dev.ordeal.results.report;

import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.Evidence.FaultTally;
import dev.ordeal.checkers.Evidence.Tally;
import dev.ordeal.checkers.Phase.Part;
import dev.ordeal.checkers.TriggersOf;
import dev.ordeal.history.History;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a verdict rests on, in numbers, and what would mend what is missing. */
final class EvidenceText {
  private static final int NAME_WIDTH = 30;
  private static final int TRIGGER_WIDTH = 60;

  private EvidenceText() {}

  static String operations(Evidence evidence) {
    var texts = new ArrayList<String>();
    for (Map.Entry<String, Tally> entry : evidence.operations().entrySet()) {
      Tally tally = entry.getValue();
      texts.add(
          ValueText.escape(entry.getKey(), NAME_WIDTH)
              + ": "
              + tally.ok()
              + " ok"
              + (tally.fail() == 0 ? "" : ", " + tally.fail() + " fail")
              + (tally.info() == 0 ? "" : ", " + tally.info() + " info"));
    }
    return texts.isEmpty() ? "none" : String.join("; ", texts);
  }

  static String faults(Evidence evidence) {
    var texts = new ArrayList<String>();
    for (Map.Entry<String, FaultTally> entry : evidence.faults().entrySet()) {
      FaultTally tally = entry.getValue();
      texts.add(
          ValueText.escape(entry.getKey(), NAME_WIDTH)
              + ": "
              + tally.applied()
              + " applied, "
              + tally.bit()
              + " bit, "
              + tally.healed()
              + " healed, "
              + tally.inFlight()
              + " operations in flight");
    }
    return texts.isEmpty() ? "none" : String.join("; ", texts);
  }

  /** What the plan waited for, and whether and when it came; empty if it waited for nothing. */
  static String triggers(History history) {
    var texts = new ArrayList<String>();
    for (var trigger : TriggersOf.history(history)) {
      int hits = trigger.hits().size();
      var came =
          hits == 0
              ? "never hit"
              : "hit " + hits + " of " + trigger.watched() + ", " + times(trigger.hits());
      texts.add(ValueText.escape(trigger.when(), TRIGGER_WIDTH) + ": " + came);
    }
    return String.join("; ", texts);
  }

  private static String times(List<Long> hits) {
    var first = "at " + Lines.seconds(hits.get(0));
    return hits.size() == 1
        ? first
        : "first " + first + ", last " + Lines.seconds(hits.get(hits.size() - 1)).strip();
  }

  /** What to do about each thing that the numbers show to be missing. */
  static List<String> cures(Evidence evidence) {
    Set<String> cures = new LinkedHashSet<>();
    evidence
        .operations()
        .forEach(
            (f, tally) -> {
              if (tally.ok() == 0 && isMissed(evidence, f)) {
                String name = ValueText.escape(f, NAME_WIDTH);
                cures.add("look at the client's " + name + ", and at its answers in history.jsonl");
              }
            });
    for (String gap : evidence.gaps()) {
      Part.of(gap).map(part -> cure(part, gap.endsWith(Part.UNTRIED))).ifPresent(cures::add);
    }
    for (FaultTally tally : evidence.faults().values()) {
      if (tally.applied() == 0) {
        cures.add("run for longer, or let the first fault come sooner");
      } else if (tally.bit() == 0) {
        cures.add("look at what the probe saw, and whether the backend does what it was asked");
      } else if (tally.inFlight() == 0) {
        cures.add("raise the concurrency or the rate, or let faults last longer");
      }
    }
    return List.copyOf(cures);
  }

  /** What is exempt may fail without being missed. */
  private static boolean isMissed(Evidence evidence, String f) {
    return evidence.gaps().stream().anyMatch(gap -> gap.startsWith("No " + f + " "));
  }

  private static String cure(Part part, boolean isUntried) {
    return switch (part) {
      case ANYTIME -> "let the generator invoke it, or do not expect it";
      case BEFORE -> "let the first fault come later";
      case DURING ->
          isUntried
              ? "let the fault come, last longer, or raise the rate"
              : "if the system may be unavailable then by design, do not expect it there";
      case AFTER ->
          isUntried
              ? "let faults end sooner, or run for longer"
              : "leave the system more time between faults, or look why it does not come back";
      case END ->
          isUntried
              ? "give the workload a final generator"
              : "look why the system does not come back, or leave it more time: .recovery(...)";
    };
  }
}
