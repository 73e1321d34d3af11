package dev.ordeal.systems.ring;

import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.cluster.Membership;
import dev.ordeal.harness.cluster.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Who is on a ring, as its nodes say. It never waits for an answer, so that it serves in virtual
 * time, too: what it says is what it was last told, and each question asks all nodes anew.
 *
 * <p>A node that is to leave counts as a member until the view without it is settled: before that,
 * others may still need what it keeps. What was asked for and is not in force yet is asked for
 * again, at another node, with each question: the ring makes one change after the other.
 */
final class RingMembership implements Membership {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  private final List<Node> nodes;

  /** What each node said last. */
  private final Map<String, View> views = new TreeMap<>();

  /** The connection to each node whose answer is awaited. */
  private final Map<String, Rpc> asked = new HashMap<>();

  private Set<String> members = new TreeSet<>();
  private long version = -1;

  /** Who is to be a member, or not, and is not yet so; the oldest wish first. */
  private final Map<String, Boolean> wanted = new LinkedHashMap<>();

  private final boolean hasty;
  private boolean asking;
  private int turn;

  /** What a node believes. */
  private record View(long version, Set<String> members, boolean settled) {}

  /** At first all nodes are members. */
  RingMembership(List<Node> nodes) {
    this(nodes, false);
  }

  /**
   * The same, but what it is asked for counts as done at once, and it sees to it by itself that it
   * will be. In virtual time clients stand still while somebody waits for a change; so it would
   * never be made under load.
   */
  static RingMembership hasty(List<Node> nodes) {
    return new RingMembership(nodes, true);
  }

  private RingMembership(List<Node> nodes, boolean hasty) {
    this.nodes = List.copyOf(nodes);
    this.hasty = hasty;
    nodes.forEach(node -> members.add(node.name()));
  }

  @Override
  public synchronized Set<String> members() {
    seeToIt();
    var told = new TreeSet<>(members);
    if (hasty) {
      told.addAll(wanted.keySet());
      told.removeIf(node -> Boolean.FALSE.equals(wanted.get(node)));
    }
    return Set.copyOf(told);
  }

  private void seeToIt() {
    nodes.forEach(this::ask);
    if (!asking) {
      wanted.entrySet().stream().findFirst().ifPresent(this::demand);
    }
  }

  @Override
  public synchronized void join(Node node) {
    want(Map.entry(node.name(), true));
  }

  @Override
  public synchronized void leave(Node node) {
    want(Map.entry(node.name(), false));
  }

  @Override
  public synchronized Optional<Boolean> claims(Node node) {
    return Optional.ofNullable(views.get(node.name()))
        .filter(view -> !hasty)
        .map(view -> view.members.contains(node.name()));
  }

  private void want(Map.Entry<String, Boolean> wish) {
    wanted.remove(wish.getKey());
    wanted.put(wish.getKey(), wish.getValue());
    demand(wish);
  }

  /** Asks one node after the other; any node will do. */
  private void demand(Map.Entry<String, Boolean> wish) {
    asking = true;
    Node node = nodes.get(turn++ % nodes.size());
    String type = wish.getValue() ? "join" : "leave";
    var answer = call(node, Map.of("type", type, "node", wish.getKey())).toCompletableFuture();
    if (answer.isDone()) {
      // The cluster is closed.
      asking = false;
    } else {
      answer.whenComplete((a, b) -> again());
    }
  }

  private synchronized void again() {
    asking = false;
    if (hasty && !wanted.isEmpty()) {
      seeToIt();
    }
  }

  private void ask(Node node) {
    if (!asked.containsKey(node.name())) {
      Rpc rpc = node.rpc();
      asked.put(node.name(), rpc);
      rpc.call(Map.of("type", "members"), TIMEOUT)
          .whenComplete((answer, failure) -> told(node, rpc, failure == null ? answer : null));
    }
  }

  private static CompletionStage<Map<String, @Nullable Object>> call(
      Node node, Map<String, @Nullable Object> body) {
    Rpc rpc = node.rpc();
    var answer = rpc.call(body, TIMEOUT);
    return answer.whenComplete((a, b) -> rpc.close());
  }

  private synchronized void told(
      Node node, Rpc rpc, @Nullable Map<String, @Nullable Object> answer) {
    rpc.close();
    asked.remove(node.name());
    if (answer == null || !(answer.get("version") instanceof Long itsVersion)) {
      views.remove(node.name());
      return;
    }
    Set<String> names = new TreeSet<>();
    ((List<?>) java.util.Objects.requireNonNull(answer.get("members")))
        .forEach(name -> names.add(String.valueOf(name)));
    var view = new View(itsVersion, names, Boolean.TRUE.equals(answer.get("settled")));
    views.put(node.name(), view);
    learn(view);
  }

  private void learn(View view) {
    if (view.version < version) {
      return;
    }
    version = view.version;
    if (view.settled) {
      members = view.members;
    } else {
      members.addAll(view.members);
    }
    wanted.entrySet().removeIf(wish -> members.contains(wish.getKey()) == wish.getValue());
  }
}
