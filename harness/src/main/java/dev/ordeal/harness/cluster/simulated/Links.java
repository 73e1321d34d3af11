package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Network;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The directed links between the nodes, in arrays by {@code from * nodes + to}. */
final class Links implements Network {
  private final SimulatedCluster cluster;
  private final NetworkOptions options;
  private final SeededRandom random;
  private final int nodes;
  private final @Nullable Cut[] cuts;
  private final int[] connections;
  private final long[] latencies;
  private final long[] jitters;
  private final long[] lastArrivals;

  Links(SimulatedCluster cluster, NetworkOptions options, SeededRandom random, int nodes) {
    this.cluster = cluster;
    this.options = options;
    this.random = random;
    this.nodes = nodes;
    cuts = new Cut[nodes * nodes];
    connections = new int[nodes * nodes];
    latencies = new long[nodes * nodes];
    jitters = new long[nodes * nodes];
    lastArrivals = new long[nodes * nodes];
  }

  /** Refusing wins over vanishing; it also ends the connection, with all that is on it. */
  @Override
  public void cut(Grudge grudge, Cut style) {
    each(
        grudge,
        link -> {
          if (style == Cut.REFUSE) {
            connections[link]++;
            lastArrivals[link] = 0;
          }
          if (cuts[link] != Cut.REFUSE) {
            cuts[link] = style;
          }
        });
  }

  /** The last word counts where a link is slowed twice. */
  @Override
  public void slow(Grudge grudge, Duration latency, Duration jitter) {
    each(
        grudge,
        link -> {
          latencies[link] = latency.toNanos();
          jitters[link] = jitter.toNanos();
        });
  }

  @Override
  public void heal() {
    Arrays.fill(cuts, null);
    Arrays.fill(latencies, 0);
    Arrays.fill(jitters, 0);
  }

  private void each(Grudge grudge, IntConsumer action) {
    for (var link : grudge.links()) {
      var from = cluster.member(link.from());
      action.accept(from.index() * nodes + cluster.member(link.to()).index());
    }
  }

  /** Sends; a message to oneself is only late. */
  void send(Member from, Member to, PlainMap body) {
    int link = from.index() * nodes + to.index();
    if (cuts[link] != null || (from != to && random.chance(options.loss()))) {
      return;
    }
    deliver(link, from.name(), to, body);
    if (from != to && random.chance(options.duplication())) {
      deliver(link, from.name(), to, body);
    }
  }

  private void deliver(int link, String src, Member to, PlainMap body) {
    long now = cluster.now();
    long arrival = now + options.latency().sample(random) + slowness(link);
    if (random.chance(options.reordering())) {
      arrival += options.latency().sample(random);
    } else {
      arrival = Math.max(arrival, lastArrivals[link]);
      lastArrivals[link] = arrival;
    }
    cluster.schedule(arrival - now, new Delivery(link, connections[link], src, to, body));
  }

  private long slowness(int link) {
    long jitter = jitters[link];
    long wobble = jitter == 0 ? 0 : random.nextLong(2 * jitter + 1) - jitter;
    return Math.max(0, latencies[link] + wobble);
  }

  private final class Delivery extends NodeEvent {
    private final int link;
    private final int connection;
    private final String src;
    private final Member to;
    private final PlainMap body;

    Delivery(int link, int connection, String src, Member to, PlainMap body) {
      this.link = link;
      this.connection = connection;
      this.src = src;
      this.to = to;
      this.body = body;
    }

    @Override
    void fire() {
      var life = to.life();
      if (life != null && cuts[link] == null && connection == connections[link]) {
        life.take(this);
      }
    }

    @Override
    void act(Life life) {
      life.receive(src, body);
    }
  }
}
