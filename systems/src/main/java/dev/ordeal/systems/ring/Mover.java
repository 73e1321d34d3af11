package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings keys from the old replicas to the new ones while a view is not settled; see {@link
 * AtomicRing} for why it is right.
 *
 * <p>In three steps: <b>seal</b> the old replicas, that is, have them know this view, and list the
 * keys that they keep of the arcs that change hands; <b>move</b> each of these keys, by reading it
 * through joint quorums; <b>settle</b> the view in the register. Any node may do so, and several at
 * a time: who hears that another one is at it waits.
 */
final class Mover {
  private static final int AT_ONCE = 32;
  private static final int KEYS_A_PAGE = 2_000;
  private static final Duration HEARTBEAT = Duration.ofMillis(200);
  private static final long SILENCE = 4 * HEARTBEAT.toNanos();

  private final AtomicRing node;
  private final Coordinator coordinator;

  private RingView view;
  private long heardOfAnother;
  private @Nullable Move move;

  Mover(AtomicRing node, Coordinator coordinator) {
    this.node = node;
    this.coordinator = coordinator;
    this.view = node.view();
  }

  /** Another view is in force: what was moved for an older one is of no use any more. */
  void viewChanged(RingView view) {
    this.view = view;
    if (move != null) {
      move.end();
      move = null;
    }
    if (!view.settled()) {
      heardOfAnother = node.world().now();
      watch(view);
    }
  }

  /** The new members begin, the first of them first, and the others if nobody does. */
  private void watch(RingView watched) {
    int rank = node.world().nodes().indexOf(node.world().name());
    node.world().after(HEARTBEAT.multipliedBy(1 + rank).dividedBy(4), () -> look(watched));
  }

  private void look(RingView watched) {
    if (!watched.equals(view) || move != null) {
      return;
    }
    boolean isFirst = watched.members().get(0).equals(node.world().name());
    if (isFirst || node.world().now() - heardOfAnother > SILENCE) {
      move = new Move(watched);
      move.begin();
    } else {
      watch(watched);
    }
  }

  /** Another node is at it. */
  void hear(Map<String, @Nullable Object> body) {
    if (Bodies.number(body, "view") == view.version()) {
      heardOfAnother = node.world().now();
    }
  }

  /** What a sealed replica answers: some of the keys that change hands, and whether it was all. */
  Map<String, @Nullable Object> sealed(Map<String, @Nullable Object> request) {
    var keys = new ArrayList<Object>();
    for (String key : node.store().keys().tailSet(Bodies.text(request, "after"), false)) {
      if (node.quorums(key).isJoint()) {
        if (keys.size() == KEYS_A_PAGE) {
          return Bodies.of("keys", List.copyOf(keys), "all", false);
        }
        keys.add(key);
      }
    }
    return Bodies.of("keys", List.copyOf(keys), "all", true);
  }

  /** One node's attempt to have a view settled. */
  private final class Move {
    private final RingView moved;
    private final Set<List<String>> groups;
    private final Set<String> sealed = new HashSet<>();
    private final Set<String> listed = new TreeSet<>();
    private final Deque<String> waiting = new ArrayDeque<>();
    private final List<Calls.Call> calls = new ArrayList<>();
    private final long began = node.world().now();
    private int underWay;
    private boolean allSealed;
    private boolean ended;

    Move(RingView moved) {
      this.moved = moved;
      this.groups =
          Arcs.oldGroups(
              new HashRing(moved.from(), node.options().virtualNodes()),
              new HashRing(moved.members(), node.options().virtualNodes()),
              node.options().replicas());
    }

    void begin() {
      beat();
      for (String replica : moved.from()) {
        if (!ended && !allSealed) {
          seal(replica, "");
        }
      }
      moveOn();
    }

    private void beat() {
      if (!ended) {
        for (String other : node.world().nodes()) {
          if (!other.equals(node.world().name())) {
            node.world().send(other, Bodies.of("type", "moving", "view", moved.version()));
          }
        }
        node.world().after(HEARTBEAT, this::beat);
      }
    }

    private void seal(String replica, String after) {
      var request = Bodies.of("type", "seal", "view", moved.version(), "after", after);
      var holder = new ArrayList<Calls.Call>();
      Calls.Call call =
          node.calls()
              .ask(
                  List.of(replica),
                  request,
                  (from, answer) -> {
                    holder.forEach(Calls.Call::close);
                    answered(replica, after, answer);
                  });
      holder.add(call);
      calls.add(call);
    }

    private void answered(String replica, String after, Map<String, @Nullable Object> answer) {
      if (ended) {
        return;
      }
      if (answer.containsKey("other-view")) {
        RingView other = RingView.of(Bodies.fields(answer, "other-view"));
        node.views().adopt(other);
        if (!ended) {
          node.gossip().tell(replica);
          seal(replica, after);
        }
        return;
      }
      String last = after;
      if (answer.get("keys") instanceof List<?> keys) {
        for (Object key : keys) {
          last = String.valueOf(key);
          listed.add(last);
        }
      }
      if (Boolean.TRUE.equals(answer.get("all"))) {
        sealed.add(replica);
        moveOn();
      } else {
        seal(replica, last);
      }
    }

    /** From sealing to moving, once every old group is sealed. */
    private void moveOn() {
      if (!allSealed
          && !ended
          && groups.stream().allMatch(group -> Quorums.isMajority(group, sealed))) {
        allSealed = true;
        node.world().phase("seal", node.since(began));
        waiting.addAll(listed);
        pump();
      }
    }

    private void pump() {
      while (!ended && underWay < AT_ONCE && !waiting.isEmpty()) {
        String key = waiting.remove();
        underWay++;
        coordinator.submit(key, new KeyChange.Read(), outcome -> moved(key, outcome));
      }
      if (!ended && underWay == 0 && waiting.isEmpty()) {
        node.world().phase("transfer", node.since(began));
        settle();
      }
    }

    private void moved(String key, KeyOutcome outcome) {
      underWay--;
      if (!(outcome instanceof KeyOutcome.Stayed)) {
        waiting.add(key);
      }
      pump();
    }

    private void settle() {
      node.views()
          .change(
              now -> new Views.Step.To(now.equals(moved) ? moved.arrived() : now),
              result -> {
                if (result instanceof Views.Result.InForce) {
                  node.gossip().spread();
                } else if (!ended) {
                  settle();
                }
              });
    }

    void end() {
      ended = true;
      calls.forEach(Calls.Call::close);
    }
  }
}
