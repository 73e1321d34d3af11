package dev.ordeal.harness.cluster.simulated;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A node from one start to the crash that ends it: its program, and all that is volatile. */
final class Life implements SimulatedHost, SimulatedDisk {
  private final Member member;
  private final SimulatedCluster cluster;
  private final SimulatedNode program;
  private final SeededRandom random;
  private final ArrayDeque<NodeEvent> held = new ArrayDeque<>();
  private final Set<Sync> syncs = new LinkedHashSet<>();
  private boolean paused;
  private int stalls;
  private boolean ended;

  Life(Member member, SimulatedCluster cluster, SimulatedNode program, SeededRandom random) {
    this.member = member;
    this.cluster = cluster;
    this.program = program;
    this.random = random;
  }

  void begin() {
    program.start(this);
  }

  /** Forgets everything; what is still to come for this life will not happen. */
  void end() {
    ended = true;
    held.clear();
  }

  boolean ended() {
    return ended;
  }

  boolean paused() {
    return paused;
  }

  boolean leads() {
    return program.leads();
  }

  Member member() {
    return member;
  }

  /** Whether nothing happens to its program just now, for whatever reason. */
  boolean stands() {
    return paused || stalls > 0;
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
    goOn();
  }

  /** Stands, until the answer is run; whether it is paused is another matter. */
  Runnable stall() {
    stalls++;
    return () -> {
      stalls--;
      goOn();
    };
  }

  private void goOn() {
    if (!stands() && !held.isEmpty()) {
      cluster.schedule(0, new Release());
    }
  }

  /** Lets an event happen now, or behind those that are held. */
  void take(NodeEvent event) {
    if (ended) {
      return;
    }
    if (stands() || !held.isEmpty()) {
      held.add(event);
    } else if (member.eventNanos() > 0) {
      held.add(event);
      cluster.schedule(member.eventNanos(), new Release());
    } else {
      act(event);
    }
  }

  /** How long something that arrives now waits until it has been handled. */
  long backlogNanos() {
    return (held.size() + 1) * member.eventNanos();
  }

  private void act(NodeEvent event) {
    if (ended) {
      return;
    }
    try {
      event.act(this);
    } catch (RuntimeException | AssertionError | StackOverflowError crash) {
      member.crash(crash);
    }
  }

  void receive(String src, PlainMap body) {
    program.receive(src, body);
  }

  @Override
  public String name() {
    return member.name();
  }

  @Override
  public List<String> nodes() {
    return cluster.names();
  }

  @Override
  public long now() {
    return cluster.now();
  }

  @Override
  public Instant wallClock() {
    return member.wallClock().at(cluster.now());
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void send(String dest, Map<String, @Nullable Object> body) {
    if (!ended) {
      cluster.send(member, dest, WireCopy.map(body));
    }
  }

  @Override
  public Runnable after(Duration delay, Runnable task) {
    var timer = new Timer(this, task);
    cluster.schedule(delay.toNanos(), timer);
    return timer;
  }

  @Override
  public SimulatedDisk disk() {
    return this;
  }

  @Override
  public void log(String line) {
    member.log(line);
  }

  @Override
  public Optional<Map<String, @Nullable Object>> read(String key) {
    return Optional.ofNullable(member.disk().read(key));
  }

  @Override
  public void write(String key, Map<String, @Nullable Object> record) {
    if (!ended) {
      member.disk().write(key, WireCopy.map(record));
    }
  }

  @Override
  public void sync(Runnable synced) {
    var sync = new Sync(this, member.disk().written(), synced);
    syncs.add(sync);
    cluster.schedule(cluster.syncNanos() + member.disk().delayNanos(), sync);
  }

  /** The disk is slow no longer: what it has begun takes the usual time from now on. */
  void hurrySyncs() {
    for (Sync slow : List.copyOf(syncs)) {
      cluster.cancel(slow);
      syncs.remove(slow);
      var quick = new Sync(this, slow.upTo, slow.synced);
      syncs.add(quick);
      cluster.schedule(cluster.syncNanos(), quick);
    }
  }

  /** Lets the held events happen in their order, each as an event of its own. */
  private final class Release extends Event {
    @Override
    void fire() {
      var next = stands() ? null : held.poll();
      if (next != null) {
        act(next);
        if (!held.isEmpty()) {
          cluster.schedule(member.eventNanos(), this);
        }
      }
    }
  }

  /** A timer; running it, as its owner may, cancels it. */
  private static final class Timer extends NodeEvent implements Runnable {
    private final Life life;
    private final Runnable task;

    Timer(Life life, Runnable task) {
      this.life = life;
      this.task = task;
    }

    @Override
    public void run() {
      life.cluster.cancel(this);
    }

    @Override
    void fire() {
      if (!life.ended) {
        life.take(this);
      }
    }

    @Override
    void act(Life same) {
      if (!cancelled()) {
        task.run();
      }
    }
  }

  /** A finished sync: the disk has done its part even while the program is paused. */
  private static final class Sync extends NodeEvent {
    private final Life life;
    private final long upTo;
    private final Runnable synced;
    private @Nullable UncheckedIOException failure;

    Sync(Life life, long upTo, Runnable synced) {
      this.life = life;
      this.upTo = upTo;
      this.synced = synced;
    }

    @Override
    void fire() {
      life.syncs.remove(this);
      if (!life.ended) {
        try {
          life.member.disk().commit(upTo);
        } catch (UncheckedIOException failed) {
          failure = failed;
        }
        life.take(this);
      }
    }

    @Override
    void act(Life same) {
      if (failure != null) {
        throw failure;
      }
      synced.run();
    }
  }
}
