package dev.ordeal.systems.consensus;

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
  long askedAt;
  Map<String, @Nullable Object> request = Map.of();

  /** The accepted state of the greatest ballot among the answers. */
  long highest;

  long parent;
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

  void learn(long ballot, long parent, @Nullable Map<String, @Nullable Object> state) {
    if (answered == 0) {
      unanimous = true;
    } else if (ballot != highest) {
      unanimous = false;
      if (ballot < highest) {
        return;
      }
    }
    highest = ballot;
    this.parent = parent;
    this.state = state;
  }

  /**
   * The answer of this change if the learned state includes it, null if not.
   *
   * <p>It does if the state was proposed by this change, or derived directly from one that was.
   */
  @Nullable Map<String, @Nullable Object> included() {
    Map<String, @Nullable Object> mine = tried.get(highest);
    return mine != null ? mine : tried.get(parent);
  }

  /**
   * Whether the learned state may include this change unseen. Ballots grow along a chain of states,
   * so a state or a parent below the first proposal of this change excludes it.
   */
  boolean blurred() {
    return !tried.isEmpty() && highest > tried.firstKey() && parent > tried.firstKey();
  }
}
