package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.client.Rpc;
import dev.ordeal.harness.cluster.Logs;
import dev.ordeal.harness.cluster.Node;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node over all its lives: what it is called, its disk, its log, its clients' connections. */
final class Member implements Node {
  private final SimulatedCluster cluster;
  private final SimulatedNode.Factory factory;
  private final int index;
  private final String name;
  private final NodeLog log;
  private final Disk disk;
  private final Set<SimulatedRpc> connections = new LinkedHashSet<>();
  private final List<Consumer<String>> followers = new ArrayList<>();
  private final WallClock wallClock;
  private @Nullable Life life;
  private int lives;
  private long eventNanos;

  Member(SimulatedCluster cluster, SimulatedNode.Factory factory, int index, NodeLog log) {
    this.cluster = cluster;
    this.factory = factory;
    this.index = index;
    this.name = "n" + (index + 1);
    this.log = log;
    this.wallClock = new WallClock(cluster::now, this::seen);
    this.disk = new Disk(cluster.random(Concern.DISK, index));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public InetSocketAddress address() {
    throw new UnsupportedOperationException(
        name + " is simulated and has no address; use Node.rpc(), or a backend of real processes");
  }

  @Override
  public Rpc rpc() {
    return cluster.connect(this);
  }

  int index() {
    return index;
  }

  WallClock wallClock() {
    return wallClock;
  }

  Disk disk() {
    return disk;
  }

  @Nullable Life life() {
    return life;
  }

  Set<SimulatedRpc> connections() {
    return connections;
  }

  /** Writes what the program says, and tells it to those who follow. */
  void log(String text) {
    mark(text);
    if (!followers.isEmpty()) {
      text.lines().forEach(line -> List.copyOf(followers).forEach(told -> told.accept(line)));
    }
  }

  /** Writes what the node sees of its world, if it lives to see it. */
  private void seen(String what) {
    if (life != null) {
      log(what);
    }
  }

  /** Writes what was done to it. */
  void mark(String what) {
    log.write(cluster.now(), what);
  }

  Logs.Following follow(Consumer<String> line) {
    // One who follows twice is two who follow.
    Consumer<String> told = line::accept;
    followers.add(told);
    return () -> followers.remove(told);
  }

  void start() {
    var random = cluster.random(Concern.NODE, index, lives++);
    var born = new Life(this, cluster, factory.create(name), random);
    life = born;
    mark("-- start");
    try {
      born.begin();
    } catch (RuntimeException | AssertionError | StackOverflowError crash) {
      crash(crash);
      throw new IllegalStateException(
          name + " crashed while it started: " + crash + "; its log has the stack trace", crash);
    }
  }

  /** The program threw: the node is dead until someone starts it. */
  void crash(Throwable cause) {
    end("crash: " + trace(cause));
  }

  /** The program's frames only: what lies below them is not the same in every JVM. */
  private static String trace(Throwable cause) {
    var whole = new StringWriter();
    cause.printStackTrace(new PrintWriter(whole));
    var text = new StringBuilder();
    boolean ours = false;
    for (String line : whole.toString().stripTrailing().split("\\R")) {
      boolean frame = line.startsWith("\tat ") || line.startsWith("\t... ");
      ours = frame && (ours || line.startsWith("\tat " + Life.class.getName()));
      if (!ours && !line.startsWith("\t... ")) {
        text.append(text.isEmpty() ? "" : "\n").append(line);
      }
    }
    return text.toString();
  }

  /** Ends this life in order: what it has written reaches the disk, synced or not. */
  void stop() {
    if (life != null) {
      disk.settle();
      end("stop");
    }
  }

  /** Ends this life, if there is one; what was not synced may be lost. */
  void end(String why) {
    if (life != null) {
      end(why, Disk::crash);
    }
  }

  /** Ends this life, if there is one, with what its end does to the disk. */
  void end(String why, Consumer<Disk> harm) {
    var ending = life;
    if (ending != null) {
      life = null;
      ending.end();
      mark("-- " + why);
    }
    harm.accept(disk);
    if (ending != null) {
      List.copyOf(connections).forEach(connection -> connection.lose(ending));
    }
  }

  /** How long each event of its program takes: nothing, unless it is starved. */
  long eventNanos() {
    return eventNanos;
  }

  void takePerEvent(long nanos) {
    eventNanos = nanos;
  }

  /** Its disk is as new. */
  void erase() {
    if (life != null) {
      throw new IllegalStateException(name + " runs: kill it before its data is erased");
    }
    mark("-- erase");
    disk.erase();
  }

  void closeLog() {
    log.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
