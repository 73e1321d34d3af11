package dev.ordeal.checkers;

import dev.ordeal.checkers.Evidence.Tally;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Which function was tried in which phase of a trial, and what came of it. */
final class Successes {
  private final Map<String, Map<Phase, Attempts>> byF = new LinkedHashMap<>();
  private final boolean hasEnd;
  private final boolean hadFaults;

  /** What one function came to in one phase. */
  private static final class Attempts {
    private static final int ERRORS_MAX = 1_000;

    int invoked;
    int ok;
    final List<Object> errors = new ArrayList<>();

    void add(History history, int completion) {
      invoked++;
      if (completion >= 0 && history.type(completion) == Op.Type.OK) {
        ok++;
      } else if (completion >= 0 && ok == 0 && errors.size() < ERRORS_MAX) {
        Object error = history.get(completion).error();
        if (error != null) {
          errors.add(error);
        }
      }
    }
  }

  private Successes(boolean hasEnd, boolean hadFaults) {
    this.hasEnd = hasEnd;
    this.hadFaults = hadFaults;
  }

  /** Sorts every operation into the phases that its beginning lies in. */
  static Successes of(History history, Map<String, String> kinds, List<Injection> injections) {
    int mark = Injection.endMark(history, kinds);
    var successes = new Successes(mark >= 0, !injections.isEmpty());
    var open = new ArrayList<Injection>();
    int next = 0;
    for (int at = 0; at < history.size(); at++) {
      int now = at;
      open.removeIf(fault -> fault.end() <= now);
      while (next < injections.size() && injections.get(next).begin() <= at) {
        open.add(injections.get(next++));
      }
      if (history.type(at) == Op.Type.INVOKE && history.process(at) != Op.NEMESIS) {
        successes.add(history, at, phases(history, at, open, next > 0, mark));
      }
    }
    return successes;
  }

  /** An operation that began under a fault and ended after it did not succeed during it. */
  private static LinkedHashSet<Phase> phases(
      History history, int at, List<Injection> open, boolean hadFault, int mark) {
    var phases = new LinkedHashSet<Phase>();
    phases.add(Phase.ANYTIME);
    if (mark >= 0 && at > mark) {
      phases.add(Phase.END);
    }
    if (open.isEmpty()) {
      phases.add(hadFault ? Phase.AFTER : Phase.BEFORE);
    }
    for (Injection fault : open) {
      if (fault.hasBitten() && history.partner(at) < fault.end()) {
        phases.add(Phase.DURING);
        phases.add(Phase.during(fault.kind()));
      }
    }
    return phases;
  }

  private void add(History history, int at, LinkedHashSet<Phase> phases) {
    var ofThis = byF.computeIfAbsent(history.f(at), any -> new LinkedHashMap<>());
    for (Phase phase : phases) {
      ofThis.computeIfAbsent(phase, any -> new Attempts()).add(history, history.partner(at));
    }
  }

  /** A sentence for each function that did not succeed where it must. */
  List<String> gaps(Map<String, Tally> tallies, Expectations expected) {
    var gaps = new ArrayList<String>();
    var all = new LinkedHashSet<>(tallies.keySet());
    all.addAll(expected.phases().keySet());
    for (String f : all) {
      if (expected.exempt().contains(f)) {
        continue;
      }
      if (attempts(f, Phase.ANYTIME).ok == 0) {
        gaps.add(gap(f, Phase.ANYTIME));
      } else {
        wanted(f, expected).stream()
            .filter(phase -> attempts(f, phase).ok == 0)
            .forEach(phase -> gaps.add(gap(f, phase)));
      }
    }
    if (gaps.isEmpty() && hasEnd && hadFaults && !tallies.isEmpty() && isEndEmpty(tallies)) {
      gaps.add("Nothing was " + Phase.END.words() + Phase.Part.UNTRIED);
    }
    return gaps;
  }

  private boolean isEndEmpty(Map<String, Tally> tallies) {
    return tallies.keySet().stream().allMatch(f -> attempts(f, Phase.END).invoked == 0);
  }

  private LinkedHashSet<Phase> wanted(String f, Expectations expected) {
    var wanted = new LinkedHashSet<>(expected.phases().getOrDefault(f, List.of()));
    if (attempts(f, Phase.END).invoked > 0) {
      wanted.add(Phase.END);
    }
    return wanted;
  }

  private String gap(String f, Phase phase) {
    var attempts = attempts(f, phase);
    if (attempts.invoked == 0) {
      return "No " + f + " was " + phase.words() + Phase.Part.UNTRIED;
    }
    var why = EvidenceOf.mostOften(attempts.errors);
    return "No " + f + " was " + phase.words() + ", of " + attempts.invoked + why + ".";
  }

  private Attempts attempts(String f, Phase phase) {
    var attempts = byF.getOrDefault(f, Map.of()).get(phase);
    return attempts == null ? new Attempts() : attempts;
  }
}
