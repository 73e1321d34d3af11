package dev.ordeal.systems.ring;

import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.cluster.Membership;
import dev.ordeal.harness.cluster.Node;
import java.time.Duration;
import java.util.HashMap;
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
 * others may still need what it keeps. A change that is not in force yet is asked for again, at
 * another node, with each question.
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
  private @Nullable Change wanted;
  private boolean asking;
  private int turn;

  /** What a node believes. */
  private record View(long version, Set<String> members, boolean settled) {}

  /** What was asked for last. */
  private record Change(String node, boolean joins) {}

  /** At first all nodes are members. */
  RingMembership(List<Node> nodes) {
    this.nodes = List.copyOf(nodes);
    nodes.forEach(node -> members.add(node.name()));
  }

  @Override
  public synchronized Set<String> members() {
    nodes.forEach(this::ask);
    if (wanted != null && !asking) {
      demand(wanted);
    }
    return Set.copyOf(members);
  }

  @Override
  public synchronized void join(Node node) {
    want(new Change(node.name(), true));
  }

  @Override
  public synchronized void leave(Node node) {
    want(new Change(node.name(), false));
  }

  @Override
  public synchronized Optional<Boolean> claims(Node node) {
    return Optional.ofNullable(views.get(node.name()))
        .map(view -> view.members.contains(node.name()));
  }

  private void want(Change change) {
    wanted = change;
    asking = false;
    demand(change);
  }

  /** Asks one node after the other; any node will do. */
  private void demand(Change change) {
    asking = true;
    Node node = nodes.get(turn++ % nodes.size());
    String type = change.joins ? "join" : "leave";
    call(node, Map.of("type", type, "node", change.node)).whenComplete((a, b) -> again());
  }

  private synchronized void again() {
    asking = false;
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
    if (wanted != null && members.contains(wanted.node) == wanted.joins) {
      wanted = null;
    }
  }
}
