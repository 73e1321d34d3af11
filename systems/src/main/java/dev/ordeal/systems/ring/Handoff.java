package dev.ordeal.systems.ring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Passes on what no longer belongs to this node after a change of the view: each key to all of its
 * replicas, and it is dropped here once all of them have it.
 *
 * <p>Nothing waits for this: the new replicas serve the key at once, with what they have.
 */
final class Handoff {
  private static final int AT_ONCE = 64;

  private final VersionedRing node;
  private final Deque<String> waiting = new ArrayDeque<>();
  private final Set<String> underWay = new HashSet<>();
  private long round;
  private long began;

  Handoff(VersionedRing node) {
    this.node = node;
  }

  /** Looks what belongs to others now. */
  void begin() {
    round++;
    began = node.world().now();
    waiting.clear();
    underWay.clear();
    for (String key : node.store().keys()) {
      if (!node.replicas(key).contains(node.world().name())) {
        waiting.add(key);
      }
    }
    if (!waiting.isEmpty()) {
      pump();
    }
  }

  boolean isDone() {
    return waiting.isEmpty() && underWay.isEmpty();
  }

  private void pump() {
    while (underWay.size() < AT_ONCE && !waiting.isEmpty()) {
      pass(waiting.remove());
    }
    if (isDone()) {
      node.world().phase("transfer", node.since(began));
    }
  }

  private void pass(String key) {
    long mine = round;
    List<String> replicas = node.replicas(key);
    Stamped passed = node.kept(key);
    underWay.add(key);
    new Gather(
            node.world(),
            node.calls(),
            replicas.size(),
            node.options().timeout(),
            answers -> passed(key, passed, mine),
            () -> ended(key, mine, true))
        .ask(replicas, VersionedRing.putRequest(key, passed));
  }

  private void passed(String key, Stamped passed, long mine) {
    if (mine == round) {
      boolean changed = !node.kept(key).equals(passed);
      if (!changed) {
        node.drop(key);
      }
      ended(key, mine, changed);
    }
  }

  private void ended(String key, long mine, boolean again) {
    if (mine == round) {
      underWay.remove(key);
      if (again) {
        waiting.add(key);
      }
      pump();
    }
  }
}
