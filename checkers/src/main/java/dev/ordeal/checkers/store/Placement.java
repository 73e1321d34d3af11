package dev.ordeal.checkers.store;

import dev.ordeal.checkers.Anomaly;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Evidence;
import dev.ordeal.checkers.Verdict;
import dev.ordeal.checkers.Verdict.Validity;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges where keys lie, by what nodes answer to {@code placement}: two laws of consistent hashing
 * (Karger et al., "Consistent hashing and random trees", STOC 1997).
 *
 * <p><b>Few keys move.</b> Between two views of one node, the share of keys whose first node
 * changed is at most 1.25 times what has to: the share of those that left, {@code left / members
 * before}, and of those that joined, {@code joined / members after}. Else {@code keys-moved}.
 *
 * <p><b>Shares are even.</b> With V points each on a ring, a node's share of n is the sum of V of
 * the nV distances between neighbouring random points, so it has the distribution Beta(V, (n-1)V):
 * mean 1/n, relative deviation sqrt((n-1)/(nV+1)). A share more than 5 deviations above the mean
 * has a chance of less than 1 in 10,000; it is an {@code imbalance}. (For 64 points and 5 nodes
 * that is 1.56 times the mean; for 1 point, all.)
 */
final class Placement implements Checker {
  private static final double TOLERANCE = 1.25;
  private static final double DEVIATIONS = 5;

  /** Two views of one node, one right after the other as far as anybody asked. */
  private record Change(RingView before, RingView after) {

    Set<String> joined() {
      return without(after.members(), before.members());
    }

    Set<String> left() {
      return without(before.members(), after.members());
    }

    private static Set<String> without(Set<String> some, Set<String> others) {
      var rest = new TreeSet<>(some);
      rest.removeAll(others);
      return rest;
    }

    /** The share of the keys that has to move. */
    double ideal() {
      return (double) left().size() / before.members().size()
          + (double) joined().size() / after.members().size();
    }

    int sample() {
      return Math.min(before.owners().size(), after.owners().size());
    }

    long moved() {
      return IntStream.range(0, sample()).filter(this::hasMoved).count();
    }

    /** Of these, those that went from a node that stayed to one that was there. */
    long needless() {
      return IntStream.range(0, sample())
          .filter(this::hasMoved)
          .filter(key -> !left().contains(String.valueOf(before.owners().get(key))))
          .filter(key -> !joined().contains(String.valueOf(after.owners().get(key))))
          .count();
    }

    private boolean hasMoved(int key) {
      return !Objects.equals(before.owners().get(key), after.owners().get(key));
    }

    boolean isJudged() {
      return sample() > 0
          && !before.members().isEmpty()
          && !after.members().isEmpty()
          && TOLERANCE * ideal() < 1;
    }

    boolean isTooMuch() {
      return moved() > TOLERANCE * ideal() * sample();
    }

    String what() {
      var parts = new ArrayList<String>();
      if (!joined().isEmpty()) {
        parts.add(String.join(", ", joined()) + " joined");
      }
      if (!left().isEmpty()) {
        parts.add(String.join(", ", left()) + " left");
      }
      return parts.isEmpty() ? "nobody joined or left" : String.join(" and ", parts);
    }
  }

  @Override
  public Verdict check(History history) {
    var views = history.oks("placement").flatMap(op -> RingView.of(op).stream()).toList();
    if (views.isEmpty()) {
      return Verdict.unknown("no node ever said where keys lie: none answered placement");
    }
    var changes = changes(views).filter(Change::isJudged).toList();
    var stats = new LinkedHashMap<String, @Nullable Object>();
    stats.put("views", (long) views.size());
    stats.put("changes", (long) changes.size());
    changes.stream()
        .filter(change -> change.ideal() > 0)
        .mapToDouble(change -> change.moved() / (change.ideal() * change.sample()))
        .max()
        .ifPresent(most -> stats.put("most-moved-of-ideal", rounded(most)));
    views.stream()
        .filter(view -> !view.owned().isEmpty())
        .mapToDouble(view -> largest(view).getValue() * view.members().size())
        .max()
        .ifPresent(most -> stats.put("largest-share-of-ideal", rounded(most)));
    var anomalies = new ArrayList<Anomaly>();
    changes.stream()
        .filter(Change::isTooMuch)
        .findFirst()
        .map(this::moved)
        .ifPresent(anomalies::add);
    views.stream().flatMap(view -> imbalance(view).stream()).findFirst().ifPresent(anomalies::add);
    if (!anomalies.isEmpty()) {
      return Verdict.of(anomalies).withStats(stats);
    }
    String reason = "of " + changes.size() + " changes none moved more keys than it may";
    return new Verdict(Validity.VALID, List.of(), reason, Evidence.none(), stats, Map.of());
  }

  private static double rounded(double number) {
    return Math.round(number * 1_000) / 1_000.0;
  }

  /** What each node saw change, by the versions of its views. */
  private static Stream<Change> changes(List<RingView> views) {
    var byNode = new TreeMap<String, TreeMap<Long, RingView>>();
    for (RingView view : views) {
      byNode.computeIfAbsent(view.node(), any -> new TreeMap<>()).putIfAbsent(view.version(), view);
    }
    return byNode.values().stream()
        .map(versions -> List.copyOf(versions.values()))
        .flatMap(
            all ->
                IntStream.range(1, all.size())
                    .mapToObj(i -> new Change(all.get(i - 1), all.get(i))));
  }

  private Anomaly moved(Change change) {
    String because =
        "when %s, %d of %d keys moved, %d of them between nodes that stayed; %.0f have to, %.0f may"
            .formatted(
                change.what(),
                change.moved(),
                change.sample(),
                change.needless(),
                change.ideal() * change.sample(),
                TOLERANCE * change.ideal() * change.sample());
    return new Anomaly(
        "keys-moved",
        because,
        Stream.of(change.before, change.after).map(Placement::shown).toList());
  }

  private static Optional<Anomaly> imbalance(RingView view) {
    int nodes = view.members().size();
    if (view.owned().isEmpty() || view.virtualNodes() == 0 || nodes < 2) {
      return Optional.empty();
    }
    double deviation = Math.sqrt((nodes - 1.0) / (nodes * view.virtualNodes() + 1.0));
    double most = (1 + DEVIATIONS * deviation) / nodes;
    Map.Entry<String, Double> largest = largest(view);
    if (largest.getValue() <= most) {
      return Optional.empty();
    }
    String because =
        String.format(
            Locale.ROOT,
            "%s has %.1f %% of the keys: %d points each on the ring promise %d nodes at most %.1f"
                + " %%",
            largest.getKey(),
            100 * largest.getValue(),
            view.virtualNodes(),
            nodes,
            100 * most);
    return Optional.of(Anomaly.of("imbalance", because, shown(view)));
  }

  private static Map.Entry<String, Double> largest(RingView view) {
    return view.owned().entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
  }

  /** The answer without what nobody would read. */
  private static Op shown(RingView view) {
    var few = new LinkedHashMap<String, @Nullable Object>();
    few.put("node", view.node());
    few.put("version", view.version());
    few.put("members", List.copyOf(view.members()));
    few.put("owned", view.owned());
    return view.op().withValue(few);
  }
}
