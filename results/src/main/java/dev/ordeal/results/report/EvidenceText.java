package dev.ordeal.results.report;

import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.Evidence.FaultTally;
import dev.ordeal.checkers.Evidence.Tally;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a verdict rests on, in numbers, and what would mend what is missing. */
final class EvidenceText {
  private static final int NAME_WIDTH = 30;

  private EvidenceText() {}

  static String operations(Evidence evidence) {
    var texts = new ArrayList<String>();
    for (Map.Entry<String, Tally> entry : evidence.operations().entrySet()) {
      Tally tally = entry.getValue();
      texts.add(
          ValueText.escape(entry.getKey(), NAME_WIDTH)
              + " "
              + tally.ok()
              + " ok "
              + tally.fail()
              + " fail "
              + tally.info()
              + " info");
    }
    return texts.isEmpty() ? "none" : String.join(", ", texts);
  }

  static String faults(Evidence evidence) {
    var texts = new ArrayList<String>();
    for (Map.Entry<String, FaultTally> entry : evidence.faults().entrySet()) {
      FaultTally tally = entry.getValue();
      texts.add(
          ValueText.escape(entry.getKey(), NAME_WIDTH)
              + " "
              + tally.applied()
              + " applied "
              + tally.bit()
              + " bit "
              + tally.healed()
              + " healed, "
              + tally.inFlight()
              + " operations in flight");
    }
    return texts.isEmpty() ? "none" : String.join("; ", texts);
  }

  /** What to do about each thing that the numbers show to be missing. */
  static List<String> cures(Evidence evidence) {
    Set<String> cures = new LinkedHashSet<>();
    evidence
        .operations()
        .forEach(
            (f, tally) -> {
              if (tally.ok() == 0) {
                String name = ValueText.escape(f, NAME_WIDTH);
                cures.add("look at the client's " + name + ", and at its answers in history.jsonl");
              }
            });
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
}
