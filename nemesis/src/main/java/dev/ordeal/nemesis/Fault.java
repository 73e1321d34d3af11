package dev.ordeal.nemesis;

import dev.ordeal.harness.cluster.Network.Cut;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One kind of fault, as data: the function that injects it, the function that heals it, and what it
 * aims at. It does nothing by itself; a {@link Plan} says when.
 *
 * @param inject the nemesis function that injects it: {@code partition}, {@code kill}, {@code
 *     pause}
 * @param heal the nemesis function that takes it back
 * @param aim whom or what it hits, as the value of the nemesis op
 */
public record Fault(String inject, String heal, Map<String, String> aim) {

  /** Copies the aim, in its order. */
  public Fault {
    aim = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(aim));
  }

  /** Nodes stop hearing each other: bytes vanish, connections stay. */
  public static Fault partition(Shape shape) {
    return partition(shape, Cut.BLACKHOLE);
  }

  /** Nodes stop hearing each other, in this style. */
  public static Fault partition(Shape shape, Cut cut) {
    var aim = new LinkedHashMap<String, String>();
    aim.put("shape", shape.word());
    aim.put("cut", cut.name().toLowerCase(Locale.ROOT));
    return new Fault("partition", "heal-partition", aim);
  }

  /** Nodes are killed at once, and started again on their durable data when healed. */
  public static Fault kill(Targets targets) {
    return new Fault("kill", "restart", Map.of("targets", targets.word()));
  }

  /** Nodes are asked to end, as by SIGTERM, and started again when healed. */
  public static Fault stop(Targets targets) {
    return new Fault("stop", "start", Map.of("targets", targets.word()));
  }

  /** Nodes are killed and started again at once: all of it is the fault. */
  public static Fault bounce(Targets targets) {
    return new Fault("bounce", "end-bounce", Map.of("targets", targets.word()));
  }

  /** Nodes are killed, started, and killed again as soon as they are up, until healed. */
  public static Fault crashLoop(Targets targets) {
    return new Fault("crash-loop", "end-crash-loop", Map.of("targets", targets.word()));
  }

  /**
   * Nodes are ended in order and started again, one after the other, each when the one before it
   * answers. Healing ends it where it stands.
   */
  public static Fault rollingRestart(Targets targets) {
    return new Fault("rolling-restart", "end-rolling-restart", Map.of("targets", targets.word()));
  }

  /** Every node loses power, as {@link #powerLoss(Targets)}. */
  public static Fault powerLoss() {
    return powerLoss(Targets.all());
  }

  /**
   * Nodes are killed together, and lose what they had not synced where the backend's disks can lose
   * it; they are started again when healed.
   */
  public static Fault powerLoss(Targets targets) {
    return new Fault("power-loss", "restore-power", Map.of("targets", targets.word()));
  }

  /** Nodes stop, with their connections open, and go on when healed. */
  public static Fault pause(Targets targets) {
    return new Fault("pause", "resume", Map.of("targets", targets.word()));
  }

  /**
   * Nodes get no more than this share of a processor's time, until healed.
   *
   * @param share more than 0, less than 1: 0.05 makes a node about twenty times slower
   */
  public static Fault starveCpu(Targets targets, double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("a share lies between 0 and 1, not at " + share);
    }
    return aimed("starve-cpu", "feed-cpu", targets, "share", Double.toString(share));
  }

  /**
   * Nodes get no more than so much memory beyond what they have, until healed.
   *
   * @param mebibytes how much more
   */
  public static Fault starveMemory(Targets targets, int mebibytes) {
    return aimed("starve-memory", "feed-memory", targets, "left", notNegative(mebibytes) + "MiB");
  }

  /**
   * Nodes can open no more than so many files and connections beyond those that they have, until
   * healed.
   *
   * @param more how many more; with none, a node can accept no connection
   */
  public static Fault starveFiles(Targets targets, int more) {
    return aimed("starve-files", "feed-files", targets, "left", "" + notNegative(more));
  }

  /**
   * All threads of the JVMs of nodes stand for a time, as in a long collection of garbage, or until
   * healed, if that comes first. The processes are there, and their connections stay.
   *
   * @param time to the millisecond
   */
  public static Fault stall(Targets targets, Duration time) {
    return aimed("stall", "end-stall", targets, "for", time.toMillis() + " ms");
  }

  /** The heaps of the JVMs of nodes are full, until healed: who asks for memory gets none. */
  public static Fault exhaustHeap(Targets targets) {
    return new Fault("exhaust-heap", "release-heap", Map.of("targets", targets.word()));
  }

  private static int notNegative(int left) {
    if (left < 0) {
      throw new IllegalArgumentException("a node cannot be left with less than it has: " + left);
    }
    return left;
  }

  private static Fault aimed(String inject, String heal, Targets targets, String key, String how) {
    var aim = new LinkedHashMap<String, String>();
    aim.put("targets", targets.word());
    aim.put(key, how);
    return new Fault(inject, heal, aim);
  }

  /** This fault once in every period, lasting half of it. */
  public Plan.Cycle every(Duration period) {
    return Plan.of(this).every(period);
  }

  /** In words: {@code pause minority}, {@code partition halves blackhole}. */
  public String words() {
    return inject + " " + String.join(" ", aim.values());
  }
}
