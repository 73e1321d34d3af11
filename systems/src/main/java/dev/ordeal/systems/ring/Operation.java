package dev.ordeal.systems.ring;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A read or change of a key on its way: which step it is in, and what was learned in that step. */
final class Operation {
  /** The step an operation is in. */
  enum Step {
    WAITING,
    PEEK,
    PREPARE,
    ACCEPT,
    DONE
  }

  final String key;
  final KeyChange change;
  final long id;
  final Consumer<KeyOutcome> done;

  Step step = Step.WAITING;

  /** The step's own number: an answer to an earlier step is not an answer to this one. */
  long attempt;

  Calls.@Nullable Call call;
  Runnable cancelTimer = () -> {};
  long begunAt;
  int conflicts;

  Quorums quorums = new Quorums(List.of());
  final Set<String> agreed = new HashSet<>();
  final Set<String> refused = new HashSet<>();

  /** Who answered, before the call was at hand, that it knows an older view. */
  final Set<String> missed = new HashSet<>();

  /** The ballot of this step. */
  long ballot;

  /** What was accepted under the greatest ballot of which this step heard, and by how many. */
  Accepted highest = Accepted.NONE;

  int sameAsHighest;

  /** What this operation ends with, once the step that it is in succeeds. */
  KeyOutcome outcome = new KeyOutcome.Changed();

  /** The least version under which this change was proposed; 0 if it was not. */
  long proposedVersion;

  Operation(String key, KeyChange change, long id, Consumer<KeyOutcome> done) {
    this.key = key;
    this.change = change;
    this.id = id;
    this.done = done;
  }

  boolean isChange() {
    return !(change instanceof KeyChange.Read);
  }

  /** The change is about to be proposed, as that which makes a version. */
  void propose(long version) {
    proposedVersion = proposedVersion == 0 ? version : Math.min(proposedVersion, version);
  }

  boolean isProposed() {
    return proposedVersion != 0;
  }

  /** Whether all that answered accepted the same. */
  boolean isUnanimous() {
    return sameAsHighest == agreed.size();
  }

  void begin(Step step) {
    this.step = step;
    attempt++;
    agreed.clear();
    refused.clear();
    missed.clear();
  }

  void learn(Accepted accepted) {
    if (agreed.isEmpty() || accepted.ballot() > highest.ballot()) {
      highest = accepted;
      sameAsHighest = 0;
    }
    if (accepted.ballot() == highest.ballot()) {
      sameAsHighest++;
    }
  }
}
