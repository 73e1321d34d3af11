package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.Bodies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a node tells about itself: its view, where keys belong, and what it keeps. */
final class Reports {
  private static final int MOST_ENTRIES = 10_000;
  private static final int MOST_SAMPLES = 100_000;

  private Reports() {}

  static Map<String, @Nullable Object> members(RingNode node) {
    RingView view = node.view();
    return Bodies.of(
        "type",
        "members_ok",
        "node",
        node.world().name(),
        "version",
        view.version(),
        "members",
        view.members(),
        "settled",
        node.settled());
  }

  /** With {@code sample: N}, also who is the first to take each of the keys 0 to N - 1. */
  static Map<String, @Nullable Object> placement(
      RingNode node, Map<String, @Nullable Object> request) {
    RingView view = node.view();
    Placement placement = node.placement();
    Map<String, @Nullable Object> answer =
        Bodies.of(
            "type",
            "placement_ok",
            "node",
            node.world().name(),
            "version",
            view.version(),
            "members",
            view.members(),
            "settled",
            node.settled(),
            "virtual-nodes",
            placement.points().isEmpty() ? 0L : (long) node.options().virtualNodes(),
            "points",
            RingNode.plain(placement.points()),
            "owned",
            RingNode.plain(placement.owned()),
            "keys",
            (long) node.store().keys().size());
    return request.containsKey("sample")
        ? Bodies.with(answer, "owners", owners(placement, Bodies.number(request, "sample")))
        : answer;
  }

  private static List<String> owners(Placement placement, long sample) {
    var owners = new ArrayList<String>();
    for (long key = 0; key < Math.min(sample, MOST_SAMPLES); key++) {
      owners.add(placement.preference(Long.toString(key)).get(0));
    }
    return List.copyOf(owners);
  }

  /** What the node keeps of what belongs to it. */
  static Map<String, @Nullable Object> holds(RingNode node) {
    Map<String, @Nullable Object> entries = new TreeMap<>();
    for (String key : node.store().keys()) {
      String held = node.held(key);
      if (held != null
          && entries.size() < MOST_ENTRIES
          && node.replicas(key).contains(node.world().name())) {
        entries.put(key, held);
      }
    }
    return Bodies.of(
        "type",
        "holds_ok",
        "node",
        node.world().name(),
        "version",
        node.view().version(),
        "settled",
        node.settled(),
        "entries",
        entries,
        "roots",
        node.entropy().roots());
  }
}
