package dev.ordeal.checkers.transactions;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.checkers.linearizable.LinearizationVerifier;
import dev.ordeal.checkers.models.TransactionStore;
import dev.ordeal.checkers.transactions.ListDependencies.Claim;
import dev.ordeal.checkers.transactions.ListDependencies.Why;
import dev.ordeal.history.History;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.GraphPath;
import org.jgrapht.alg.connectivity.GabowStrongConnectivityInspector;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.graph.AsSubgraph;
import org.jgrapht.graph.AsWeightedGraph;
import org.jgrapht.traverse.TopologicalOrderIterator;
import org.jspecify.annotations.Nullable;

/**
 * Decides strict serializability of transactions on lists without a search: an order that keeps the
 * {@link ListDependencies} is found and replayed, or the shortest cycle of them proves that there
 * is none.
 */
final class ListOrder {

  /** From so many transactions of a cycle a shortest one is looked for. */
  private static final int MOST_BEGINNINGS = 200;

  private final History history;
  private final ListDependencies dependencies;
  private final List<Txn> txns;

  private ListOrder(History history, ListDependencies dependencies) {
    this.history = history;
    this.dependencies = dependencies;
    this.txns = dependencies.txns();
  }

  /** The verdict; empty if the reads do not tell enough, and where nothing was seen to succeed. */
  static Optional<Verdict> judge(History history, Lists lists) {
    return ListDependencies.of(lists)
        .filter(dependencies -> dependencies.txns().stream().anyMatch(Txn::isOk))
        .flatMap(dependencies -> new ListOrder(history, dependencies).judge());
  }

  private Optional<Verdict> judge() {
    var inspector = new GabowStrongConnectivityInspector<>(dependencies.graph());
    Optional<Set<Integer>> smallest =
        inspector.stronglyConnectedSets().stream()
            .filter(component -> component.size() > 1)
            .min(Comparator.comparingInt(Set::size));
    return smallest.isPresent()
        ? Optional.of(Verdict.of(List.of(anomaly(cycle(smallest.get())))).withStats(stats()))
        : ordered();
  }

  private LinkedHashMap<String, @Nullable Object> stats() {
    var stats = new LinkedHashMap<String, @Nullable Object>();
    stats.put("algorithm", "dependency-graph");
    stats.put("model", new TransactionStore().name());
    stats.put("operations", (long) txns.size());
    stats.put("steps", (long) dependencies.graph().edgeSet().size());
    return stats;
  }

  /** Those that began first come first, where nothing else says who does. */
  private Optional<Verdict> ordered() {
    var order = new ArrayList<Integer>();
    new TopologicalOrderIterator<>(dependencies.graph(), Comparator.comparingInt(this::begin))
        .forEachRemaining(
            vertex -> {
              if (dependencies.isTxn(vertex)) {
                order.add(begin(vertex));
              }
            });
    if (LinearizationVerifier.verify(history, new TransactionStore(), order).isPresent()) {
      return Optional.empty();
    }
    var stats = stats();
    stats.put("linearized", (long) order.size());
    String reason = "an order of " + order.size() + " transactions was found, and replayed";
    return Optional.of(
        new Verdict(Validity.VALID, List.of(), reason, Evidence.none(), stats, Map.of()));
  }

  /** Moments and ends are passed as soon as may be. */
  private int begin(int vertex) {
    return dependencies.isTxn(vertex) ? txns.get(vertex).operation().invoke().index() : -1;
  }

  /** A cycle of few transactions, from one to the same one. */
  private List<Claim> cycle(Set<Integer> component) {
    Graph<Integer, Claim> part = new AsSubgraph<>(dependencies.graph(), component);
    var weighted =
        new AsWeightedGraph<>(
            part, claim -> dependencies.isTxn(claim.from()) ? 1.0 : 0.0, false, false);
    var paths = new DijkstraShortestPath<>(weighted);
    List<Claim> best = List.of();
    double least = Double.MAX_VALUE;
    var beginnings =
        component.stream().filter(dependencies::isTxn).sorted().limit(MOST_BEGINNINGS).toList();
    for (Integer beginning : beginnings) {
      var from = paths.getPaths(beginning);
      for (Claim last : part.incomingEdgesOf(beginning)) {
        GraphPath<Integer, Claim> path = from.getPath(last.from());
        double length = path.getWeight() + weighted.getEdgeWeight(last);
        if (length < least) {
          least = length;
          best = new ArrayList<>(path.getEdgeList());
          best.add(last);
        }
      }
    }
    return best;
  }

  private Anomaly anomaly(List<Claim> cycle) {
    List<Claim> claims = direct(cycle);
    Txn[] shown = claims.stream().map(claim -> txns.get(claim.from())).toArray(Txn[]::new);
    var sentences = claims.stream().map(this::sentence).toList();
    String because =
        "no order of %d transactions keeps what they saw: %s"
            .formatted(shown.length, String.join("; ", sentences));
    return Witness.of(history, name(claims), because, shown);
  }

  /** The same from transaction to transaction, with no moments nor ends between. */
  private List<Claim> direct(List<Claim> cycle) {
    var direct = new ArrayList<Claim>();
    int from = cycle.get(0).from();
    Object key = null;
    for (Claim claim : cycle) {
      key = dependencies.keyOfEnd(claim.to()).orElse(key);
      if (!dependencies.isTxn(claim.to())) {
        continue;
      }
      if (claim.why() != Why.STEP) {
        direct.add(claim);
      } else if (key == null) {
        direct.add(new Claim(from, claim.to(), Why.ENDED_BEFORE, null));
      } else {
        var version = ListDependencies.unfoundOf(txns.get(claim.to()), key);
        direct.add(new Claim(from, claim.to(), Why.NOT_FOUND, version));
      }
      from = claim.to();
      key = null;
    }
    return direct;
  }

  private String sentence(Claim claim) {
    String order =
        "%s comes before %s".formatted(txns.get(claim.from()).who(), txns.get(claim.to()).who());
    var version = claim.version();
    if (version == null) {
      return order + ", for it had ended when that began";
    }
    String what = version.value() + " in the list of " + version.key();
    return switch (claim.why()) {
      case APPENDED_BEFORE -> order + ", for what it appended stands before " + what;
      case FOUND -> order + ", who found " + what;
      default -> order + ", for nobody found " + what + " by then";
    };
  }

  /** As Adya names the phenomenon, in words; with time in it, it is allowed by serializability. */
  private static String name(List<Claim> claims) {
    long missed = claims.stream().filter(claim -> claim.why() == Why.NOT_FOUND).count();
    boolean isTimed = claims.stream().anyMatch(claim -> claim.why() == Why.ENDED_BEFORE);
    boolean isRead = claims.stream().anyMatch(claim -> claim.why() == Why.FOUND);
    String name =
        missed > 1
            ? "write-skew"
            : missed == 1 ? "read-skew" : isRead ? "circular-information-flow" : "dirty-write";
    return isTimed ? "realtime-" + name : name;
  }
}
