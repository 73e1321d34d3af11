package dev.ordeal.systems.consensus;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A submitted change on its way: which step it is in, and what was learned in that step. */
final class Round {
  /** The step a round is in. */
  enum Phase {
    WAITING,
    PEEK,
    PREPARE,
    ACCEPT,
    DONE
  }

  private static final int LINEAGE = 8;

  final String key;
  final Change change;
  final long deadline;
  final Consumer<Outcome> done;

  Phase phase = Phase.WAITING;
  int conflicts;

  /** The step's own number: an answer to an earlier step is not an answer to this one. */
  long id;

  long ballot;
  long asked;
  long answered;
  long refused;
  long askedAt;
  Map<String, @Nullable Object> request = Map.of();

  /** The accepted state of the greatest ballot among the answers. */
  long highest;

  /** The ballots of the states that it was derived from, the latest first; the last eight. */
  List<Long> lineage = List.of();

  @Nullable Map<String, @Nullable Object> state;
  boolean unanimous;

  Map<String, @Nullable Object> answer = Map.of();

  /** The ballots under which this change was proposed, each with its answer. */
  final TreeMap<Long, Map<String, @Nullable Object>> tried = new TreeMap<>();

  Round(String key, Change change, long deadline, Consumer<Outcome> done) {
    this.key = key;
    this.change = change;
    this.deadline = deadline;
    this.done = done;
  }

  void learn(long ballot, List<Long> lineage, @Nullable Map<String, @Nullable Object> state) {
    if (answered == 0) {
      unanimous = true;
    } else if (ballot != highest) {
      unanimous = false;
      if (ballot < highest) {
        return;
      }
    }
    highest = ballot;
    this.lineage = lineage;
    this.state = state;
  }

  /**
   * The answer of this change if the learned state includes it, null if not.
   *
   * <p>It does if the state was proposed by this change, or derived from one that was.
   */
  @Nullable Map<String, @Nullable Object> included() {
    Map<String, @Nullable Object> mine = tried.get(highest);
    for (int i = 0; mine == null && i < lineage.size() && !tried.isEmpty(); i++) {
      mine = tried.get(lineage.get(i));
    }
    return mine;
  }

  /**
   * Whether the learned state may include this change unseen. Ballots grow along a chain of states,
   * so a state whose known lineage reaches below the first proposal of this change, and does not
   * meet it, excludes it.
   */
  boolean blurred() {
    return !tried.isEmpty()
        && highest > tried.firstKey()
        && (lineage.isEmpty() || lineage.get(lineage.size() - 1) > tried.firstKey());
  }

  /** The lineage of a state that is derived from what was learned. */
  List<Long> lineageOfNext() {
    int kept = Math.min(lineage.size(), LINEAGE - 1);
    var next = new Long[kept + 1];
    next[0] = highest;
    for (int i = 0; i < kept; i++) {
      next[i + 1] = lineage.get(i);
    }
    return List.of(next);
  }
}
