package dev.ordeal.nemesis.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an injection did, and what was seen of it.
 *
 * @param done plain data, for the history
 * @param bite whether the fault was seen to bite
 */
record Effect(Map<String, Object> done, Bite bite) {

  Effect {
    done = new LinkedHashMap<>(done);
  }

  /** There was nobody to hit. */
  static Effect nobody(String what, Aim aim) {
    var done = new LinkedHashMap<String, Object>();
    done.put("failed", "nobody to " + what + ": " + aim.text("targets"));
    done.put("nodes", List.of());
    return new Effect(done, new Bite(false, ""));
  }

  /** The value of the nemesis op's completion. */
  Map<String, Object> value() {
    var value = new LinkedHashMap<>(done);
    if (!done.containsKey("failed")) {
      value.put("bit", bite.bit());
      value.put("probe", bite.how());
    }
    return value;
  }
}
