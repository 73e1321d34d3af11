package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Grudge.Link;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Network.Disturbance.Narrowed;
import dev.ordeal.harness.cluster.Network.Disturbance.Resetting;
import dev.ordeal.harness.cluster.Network.Disturbance.Severed;
import dev.ordeal.harness.cluster.Network.Disturbance.Slowed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directed links between the nodes, and between clients and nodes, in arrays by {@code from *
 * ends + to}; all clients together are the end after the last node.
 */
final class Links implements Network {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final SimulatedCluster cluster;
  private final NetworkOptions options;
  private final SeededRandom random;
  private final int ends;
  private final List<Imposition> impositions = new ArrayList<>();
  private final @Nullable Cut[] cuts;
  private final int[] connections;
  private final long[] latencies;
  private final long[] jitters;
  private final long[] bytesPerSecond;
  private final long[] lastArrivals;
  private final long[] busyUntil;

  Links(SimulatedCluster cluster, NetworkOptions options, SeededRandom random, int nodes) {
    this.cluster = cluster;
    this.options = options;
    this.random = random;
    ends = nodes + 1;
    cuts = new Cut[ends * ends];
    connections = new int[ends * ends];
    latencies = new long[ends * ends];
    jitters = new long[ends * ends];
    bytesPerSecond = new long[ends * ends];
    lastArrivals = new long[ends * ends];
    busyUntil = new long[ends * ends];
  }

  /** Something imposed, equal to nothing but itself. */
  private static final class Imposition {
    private final int[] links;
    private final Disturbance disturbance;

    Imposition(int[] links, Disturbance disturbance) {
      this.links = links;
      this.disturbance = disturbance;
    }
  }

  /** What is cut by refusal, and what is reset, loses all that is on its way as well. */
  @Override
  public Imposed impose(Set<Link> links, Disturbance disturbance) {
    int[] indices = links.stream().mapToInt(this::index).toArray();
    var imposition = new Imposition(indices, disturbance);
    impositions.add(imposition);
    for (int link : indices) {
      recompute(link);
      if (disturbance instanceof Resetting || cuts[link] == Cut.REFUSE) {
        connections[link]++;
        lastArrivals[link] = 0;
        dropClients(link);
      }
    }
    return () -> {
      if (impositions.remove(imposition)) {
        Arrays.stream(indices).forEach(this::recompute);
      }
    };
  }

  private void dropClients(int link) {
    if (link / ends == ends - 1) {
      cluster.dropClientsOf(link % ends);
    }
  }

  @Override
  public void heal() {
    impositions.clear();
    Arrays.fill(cuts, null);
    Arrays.fill(latencies, 0);
    Arrays.fill(jitters, 0);
    Arrays.fill(bytesPerSecond, 0);
  }

  private void recompute(int link) {
    cuts[link] = null;
    latencies[link] = 0;
    jitters[link] = 0;
    bytesPerSecond[link] = 0;
    for (Imposition imposition : impositions) {
      if (Arrays.stream(imposition.links).anyMatch(one -> one == link)) {
        add(link, imposition.disturbance);
      }
    }
  }

  /** Refusing wins over vanishing. A link that resets takes nothing as long as it does. */
  private void add(int link, Disturbance disturbance) {
    if (disturbance instanceof Slowed slowed) {
      latencies[link] += slowed.latency().toNanos();
      jitters[link] += slowed.jitter().toNanos();
    } else if (disturbance instanceof Narrowed narrowed) {
      long narrowest = narrowed.bytesPerSecond();
      long known = bytesPerSecond[link];
      bytesPerSecond[link] = known == 0 ? narrowest : Math.min(known, narrowest);
    } else if (disturbance instanceof Severed severed) {
      cuts[link] = cuts[link] == Cut.REFUSE ? Cut.REFUSE : severed.style();
    } else {
      cuts[link] = Cut.REFUSE;
    }
  }

  private int index(Link link) {
    return end(link.from()) * ends + end(link.to());
  }

  private int end(String name) {
    return name.equals(CLIENTS) ? ends - 1 : cluster.member(name).index();
  }

  /** How a link is cut; null if it is not. */
  @Nullable Cut cut(Link link) {
    return cuts[index(link)];
  }

  /** How a client's link to a node is cut, or the one back; null if it is not. */
  @Nullable Cut clientsCut(Member node, boolean back) {
    return cuts[clients(node, back)];
  }

  /** How much longer than usual what a client and a node say to each other takes. */
  long clientsDelay(Member node, boolean back, PlainMap body) {
    return slowness(clients(node, back), body);
  }

  private int clients(Member node, boolean back) {
    int clients = ends - 1;
    return back ? node.index() * ends + clients : clients * ends + node.index();
  }

  /** The least that a link adds to the usual latency for so many bytes. */
  long leastDelay(Link link, int bytes) {
    int at = index(link);
    return Math.max(0, latencies[at] - jitters[at]) + passage(at, bytes);
  }

  private long passage(int link, long bytes) {
    return bytesPerSecond[link] == 0 ? 0 : bytes * SECOND / bytesPerSecond[link];
  }

  /** Sends; a message to oneself is only late. */
  void send(Member from, Member to, PlainMap body) {
    int link = from.index() * ends + to.index();
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
    long arrival = now + options.latency().sample(random) + slowness(link, body);
    if (random.chance(options.reordering())) {
      arrival += options.latency().sample(random);
    } else {
      arrival = Math.max(arrival, lastArrivals[link]);
      lastArrivals[link] = arrival;
    }
    cluster.schedule(arrival - now, new Delivery(link, connections[link], src, to, body));
  }

  private long slowness(int link, PlainMap body) {
    long jitter = jitters[link];
    long wobble = jitter == 0 ? 0 : random.nextLong(2 * jitter + 1) - jitter;
    return Math.max(0, latencies[link] + wobble) + queueing(link, body);
  }

  /** A narrow link lets one message after the other through. */
  private long queueing(int link, PlainMap body) {
    if (bytesPerSecond[link] == 0) {
      return 0;
    }
    long now = cluster.now();
    busyUntil[link] = Math.max(now, busyUntil[link]) + passage(link, body.toString().length());
    return busyUntil[link] - now;
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
