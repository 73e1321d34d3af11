package dev.ordeal.nemesis.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What takes a fault back: steps, the last first. One that fails stays, to be tried again. */
final class Undo {
  private final Deque<Step> steps = new ArrayDeque<>();
  private final List<Map.Entry<String, Supplier<String>>> notes = new ArrayList<>();
  private final List<Supplier<Bite>> looks = new ArrayList<>();

  /** One step back. */
  interface Step {
    void run() throws Exception;
  }

  /** Adds to what the healing tells: what nobody could know before. An empty one says nothing. */
  void note(String key, Supplier<String> words) {
    notes.add(Map.entry(key, words));
  }

  /** Has the healing look whether the fault bit: of one that bites late, nobody knows before. */
  void biteAtHeal(Supplier<Bite> look) {
    looks.add(look);
  }

  /** What is seen of the fault now that it is healed, if that was to be looked at. */
  List<Bite> bites() {
    return looks.stream().map(Supplier::get).toList();
  }

  /** What is to be told, by key. */
  Map<String, String> notes() {
    var told = new TreeMap<String, String>();
    for (var note : notes) {
      var words = note.getValue().get();
      if (!words.isEmpty()) {
        told.merge(note.getKey(), words, (one, other) -> one + "; " + other);
      }
    }
    return told;
  }

  void add(Step step) {
    steps.push(step);
  }

  /** Tries every step, even if one fails; then the first failure is thrown. */
  void run() throws Exception {
    Attempts.each(
        List.copyOf(steps),
        step -> {
          step.run();
          steps.remove(step);
        });
  }
}
