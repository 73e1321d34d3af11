package dev.ordeal.systems.world;

import dev.ordeal.systems.port.Host;
import dev.ordeal.systems.port.Message;
import dev.ordeal.systems.port.NodeProgram;
import dev.ordeal.systems.port.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in one thread and virtual time, whose network delays, loses and repeats messages, and
 * whose nodes crash, losing some or all of what they had not synced.
 */
public final class World {
  private final SplittableRandom random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<String, Place> places = new TreeMap<>();
  private final Map<String, List<Map<String, @Nullable Object>>> inboxes = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private long now;
  private long sequence;
  private long sent;
  private final Set<String> cuts = new HashSet<>();
  private final Map<String, Duration> ahead = new HashMap<>();
  private Filter filter = (from, to, body) -> true;
  private double loss;
  private double repeats;
  private Duration slowest = Duration.ofMillis(5);

  private record Event(long at, long order, Runnable task) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  private record Write(String key, Map<String, @Nullable Object> record) {}

  /** A cluster n1, n2 ... of programs from the factory, all started. */
  public World(long seed, int nodes, Supplier<NodeProgram> factory) {
    random = new SplittableRandom(seed);
    for (int i = 1; i <= nodes; i++) {
      names.add("n" + i);
    }
    for (String name : names) {
      places.put(name, new Place(name, factory));
    }
    places.values().forEach(Place::start);
  }

  /** From now on, messages between nodes are lost and repeated with these probabilities. */
  public void unreliable(double loss, double repeats, Duration slowest) {
    this.loss = loss;
    this.repeats = repeats;
    this.slowest = slowest;
  }

  /** From now on, no message sent by one node reaches another one. */
  public void cut(String from, String to) {
    cuts.add(from + ">" + to);
  }

  /** Which messages between nodes are let through; it may do something else on the way. */
  @FunctionalInterface
  public interface Filter {
    boolean passes(String from, String to, Map<String, @Nullable Object> body);
  }

  /** Whether a message is of one of these types. */
  public static boolean is(Map<String, @Nullable Object> body, String... types) {
    return List.of(types).contains(String.valueOf(body.get("type")));
  }

  /** From now on, only messages that pass the filter are sent; it replaces the one before. */
  public void filter(Filter filter) {
    this.filter = filter;
  }

  /** Ends all cuts. */
  public void mend() {
    cuts.clear();
  }

  /** From now on, a node's wall clock is ahead by so much; behind, if it is negative. */
  public void skew(String node, Duration by) {
    ahead.put(node, by);
  }

  public long now() {
    return now;
  }

  public RandomGenerator random() {
    return random;
  }

  /** How many messages were sent between nodes. */
  public long sent() {
    return sent;
  }

  public NodeProgram program(String node) {
    return place(node).running();
  }

  private Place place(String node) {
    Place place = places.get(node);
    if (place == null) {
      throw new IllegalArgumentException("no node " + node);
    }
    return place;
  }

  /** Stops a node at once; each write that it had not synced may be lost. */
  public void kill(String node) {
    place(node).stop(write -> random.nextBoolean());
  }

  /** Stops a node at once; of what it had not synced only these records survive. */
  public void powerLoss(String node, Predicate<String> survives) {
    place(node).stop(write -> survives.test(write.key));
  }

  public void start(String node) {
    place(node).start();
  }

  /** Holds up a node's events until {@link #resume}. */
  public void pause(String node) {
    place(node).paused = true;
  }

  public void resume(String node) {
    Place place = place(node);
    place.paused = false;
    place.heldUp.forEach(task -> at(0, task));
    place.heldUp.clear();
  }

  /** Sends a client's request to a node; the answer will be in {@link #inbox}. */
  public void request(String client, String node, Map<String, @Nullable Object> body) {
    Place place = place(node);
    at(latency(), () -> place.deliver(client, body));
  }

  /** What a client was answered, in order. */
  public List<Map<String, @Nullable Object>> inbox(String client) {
    return inboxes.computeIfAbsent(client, name -> new ArrayList<>());
  }

  public void after(Duration delay, Runnable task) {
    at(delay.toNanos(), task);
  }

  /** Runs for a span of virtual time. */
  public void run(Duration time) {
    long end = now + time.toNanos();
    for (Event event = events.peek(); event != null && event.at <= end; event = events.peek()) {
      events.poll();
      now = event.at;
      event.task.run();
    }
    now = end;
  }

  private void at(long delay, Runnable task) {
    events.add(new Event(now + delay, sequence++, task));
  }

  private long latency() {
    return 1 + random.nextLong(slowest.toNanos());
  }

  private final class Place {
    private final String name;
    private final Supplier<NodeProgram> factory;
    private final Map<String, Map<String, @Nullable Object>> durable = new HashMap<>();
    private final List<Runnable> heldUp = new ArrayList<>();
    private boolean paused;
    private final Deque<Write> unsynced = new ArrayDeque<>();
    private int forgotten;
    private int life;
    private @Nullable NodeProgram program;

    Place(String name, Supplier<NodeProgram> factory) {
      this.name = name;
      this.factory = factory;
    }

    NodeProgram running() {
      if (program == null) {
        throw new IllegalStateException(name + " is not running");
      }
      return program;
    }

    void start() {
      if (program != null) {
        return;
      }
      NodeProgram fresh = factory.get();
      program = fresh;
      fresh.start(new NodeHost(this, ++life));
    }

    /** All that was written before that many writes had been made is durable. */
    void keepUpTo(int writes) {
      for (; forgotten < writes; forgotten++) {
        Write write = unsynced.remove();
        durable.put(write.key, write.record);
      }
    }

    void stop(Predicate<Write> survives) {
      for (Write write : unsynced) {
        if (survives.test(write)) {
          durable.put(write.key, write.record);
        }
      }
      forgotten += unsynced.size();
      unsynced.clear();
      program = null;
      life++;
      heldUp.clear();
      paused = false;
    }

    void deliver(String src, Map<String, @Nullable Object> body) {
      inLife(life, () -> running().receive(new Message(src, body)));
    }

    void inLife(int which, Runnable task) {
      if (program == null || which != life) {
        return;
      }
      if (paused) {
        heldUp.add(() -> inLife(which, task));
      } else {
        task.run();
      }
    }
  }

  private final class NodeHost implements Host, Storage {
    private final Place place;
    private final int life;
    private final SplittableRandom own = random.split();
    private final Map<String, Map<String, @Nullable Object>> records;
    private long lastSync;

    NodeHost(Place place, int life) {
      this.place = place;
      this.life = life;
      this.records = new HashMap<>(place.durable);
    }

    @Override
    public String name() {
      return place.name;
    }

    @Override
    public List<String> nodes() {
      return names;
    }

    @Override
    public long now() {
      return now;
    }

    @Override
    public Instant wallClock() {
      return Instant.EPOCH.plusNanos(now).plus(ahead.getOrDefault(name(), Duration.ZERO));
    }

    @Override
    public RandomGenerator random() {
      return own;
    }

    @Override
    public void send(String dest, Map<String, @Nullable Object> body) {
      Place to = places.get(dest);
      if (to == null) {
        at(latency(), () -> inbox(dest).add(body));
        return;
      }
      sent++;
      if (cuts.contains(name() + ">" + dest) || !filter.passes(name(), dest, body)) {
        return;
      }
      if (random.nextDouble() >= loss) {
        at(latency(), () -> to.deliver(name(), body));
      }
      if (random.nextDouble() < repeats) {
        at(latency() * 3, () -> to.deliver(name(), body));
      }
    }

    @Override
    public Runnable after(Duration delay, Runnable task) {
      var cancelled = new boolean[1];
      at(
          delay.toNanos(),
          () ->
              place.inLife(
                  life,
                  () -> {
                    if (!cancelled[0]) {
                      task.run();
                    }
                  }));
      return () -> cancelled[0] = true;
    }

    @Override
    public Storage storage() {
      return this;
    }

    @Override
    public void log(String line) {
      // Nobody reads it here.
    }

    @Override
    public Optional<Map<String, @Nullable Object>> read(String key) {
      return Optional.ofNullable(records.get(key));
    }

    @Override
    public void write(String key, Map<String, @Nullable Object> record) {
      records.put(key, record);
      place.unsynced.add(new Write(key, record));
    }

    @Override
    public void sync(Runnable synced) {
      int upTo = place.forgotten + place.unsynced.size();
      // Syncs end in the order in which they began: else an older record would replace a newer one.
      lastSync = Math.max(lastSync, now + 1 + random.nextLong(2_000_000));
      at(
          lastSync - now,
          () ->
              place.inLife(
                  life,
                  () -> {
                    place.keepUpTo(upTo);
                    synced.run();
                  }));
    }
  }
}
