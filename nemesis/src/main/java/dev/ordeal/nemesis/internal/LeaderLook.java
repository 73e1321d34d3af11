package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Node;
import java.util.Optional;

/** Looks who leads, again and again. */
final class LeaderLook {
  private final Leadership leadership;
  private final boolean anew;
  private Optional<String> last = Optional.empty();

  /**
   * Waits for a leader.
   *
   * @param anew whether it must be another than the first that was seen
   */
  LeaderLook(Leadership leadership, boolean anew) {
    this.leadership = leadership;
    this.anew = anew;
  }

  /** The leader that was waited for, if it leads now. */
  Optional<Node> now() {
    var leader = leader();
    if (leader.isEmpty()) {
      return leader;
    }
    var before = last;
    last = leader.map(Node::name);
    return anew && (before.isEmpty() || before.equals(last)) ? Optional.empty() : leader;
  }

  /** Who cannot be asked just now, because of a fault, leads as little as one that says no. */
  private Optional<Node> leader() {
    try {
      return leadership.leader();
    } catch (RuntimeException notNow) {
      return Optional.empty();
    }
  }
}
