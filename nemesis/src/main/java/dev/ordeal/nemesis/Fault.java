package dev.ordeal.nemesis;

import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Network.Disturbance.Narrowed;
import dev.ordeal.nemesis.internal.Forms;
import dev.ordeal.nemesis.internal.SignedTime;
import dev.ordeal.nemesis.internal.TimeText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * One kind of fault, as data: the function that injects it, the function that heals it, and what it
 * aims at. It does nothing by itself; a {@link Plan} says when.
 *
 * @param inject the nemesis function that injects it: {@code partition}, {@code kill}, {@code
 *     pause}
 * @param heal the nemesis function that takes it back
 * @param aim whom or what it hits, as the value of the nemesis op
 */
public record Fault(String inject, String heal, Map<String, String> aim) implements Choice {

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

  /** What travels these links is late by latency. */
  public static Fault slow(Shape shape, Duration latency) {
    return slow(shape, latency, Duration.ZERO);
  }

  /** What travels these links is late by latency, plus or minus jitter. */
  public static Fault slow(Shape shape, Duration latency, Duration jitter) {
    var aim = new LinkedHashMap<String, String>();
    aim.put("shape", shape.word());
    aim.put("latency", TimeText.of(latency));
    if (!jitter.isZero()) {
      aim.put("jitter", TimeText.of(jitter));
    }
    return new Fault("slow", "heal-slow", aim);
  }

  /** These links let so many bytes a second through, and no more. */
  public static Fault narrow(Shape shape, long bytesPerSecond) {
    var aim = new LinkedHashMap<String, String>();
    aim.put("shape", shape.word());
    aim.put("width", new Narrowed(bytesPerSecond).bytesPerSecond() + " bytes/s");
    return new Fault("narrow", "heal-narrow", aim);
  }

  /** The connections on these links are reset, and new ones too, until it is healed. */
  public static Fault reset(Shape shape) {
    return new Fault("reset", "heal-reset", Map.of("shape", shape.word()));
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

  /**
   * Nodes lose power in the middle of the disk's work: of what was not synced, each file keeps the
   * first writes, and of the next one a part. They are started again when healed. It bites if a
   * write was torn: a node that has nothing unsynced has nothing to tear.
   */
  public static Fault tornWrite(Targets targets) {
    return new Fault("torn-write", "restart-after-tear", Map.of("targets", targets.word()));
  }

  /**
   * So many bytes that the disks of nodes hold durably are flipped, until healed. It bites if a
   * node reads one: most do so only when they start, so kill them meanwhile. One that refuses to
   * start on them is started when they are mended.
   */
  public static Fault flipBytes(Targets targets, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one byte is flipped, not " + count);
    }
    return aimed("flip-bytes", "mend-bytes", targets, "bytes", "" + count);
  }

  /**
   * The disks of nodes have no room, until healed: who writes more is refused. A node that ends of
   * it is started again then. It bites if a write was refused.
   */
  public static Fault fullDisk(Targets targets) {
    return new Fault("full-disk", "free-disk", Map.of("targets", targets.word()));
  }

  /** Each sync of nodes takes so much longer, until healed. It bites if there was one. */
  public static Fault slowSync(Targets targets, Duration time) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("a slow sync takes some time, not " + time);
    }
    return aimed("slow-sync", "hasten-sync", targets, "sync", TimeText.of(time));
  }

  /**
   * Each sync of nodes fails and drops what it should have written, until healed. A node that ends
   * of it is started again then. It bites if a sync failed.
   */
  public static Fault failSync(Targets targets) {
    return new Fault("fail-sync", "mend-sync", Map.of("targets", targets.word()));
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

  /**
   * The wall clocks of nodes are set forward, or back, and are true again when healed; their
   * monotonic clocks stay true.
   *
   * @param offset not zero; negative sets them back
   */
  public static Fault bumpClock(Targets targets, Duration offset) {
    return aimed("bump-clock", "unbump-clock", targets, "offset", SignedTime.of(notZero(offset)));
  }

  /**
   * The wall clocks of nodes are set by this offset and back again, in turn, until healed.
   *
   * @param interval from each jump to the next
   */
  public static Fault strobeClock(Targets targets, Duration offset, Duration interval) {
    if (interval.isNegative() || notZero(interval).toMillis() < 1) {
      throw new IllegalArgumentException("a clock is not set more often than each millisecond");
    }
    var aim = new LinkedHashMap<String, String>();
    aim.put("targets", targets.word());
    aim.put("offset", SignedTime.of(notZero(offset)));
    aim.put("interval", TimeText.of(interval));
    return new Fault("strobe-clock", "unstrobe-clock", aim);
  }

  /**
   * The wall clocks of nodes run too fast or too slow, and are true again when healed.
   *
   * @param rate their seconds for one of ours, more than 0 and not 1: 1.5 gains half a second in
   *     each
   */
  public static Fault skewClock(Targets targets, double rate) {
    if (!(rate >= 0.01 && rate <= 100) || rate == 1) {
      throw new IllegalArgumentException("a wrong rate is one from 0.01 to 100, not " + rate);
    }
    return aimed("skew-clock", "unskew-clock", targets, "rate", Double.toString(rate));
  }

  private static Duration notZero(Duration time) {
    if (time.isZero()) {
      throw new IllegalArgumentException("a clock that is set by nothing is not wrong");
    }
    return time;
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

  /**
   * Nodes leave the system, with their processes running, and join again when healed; see {@link
   * dev.ordeal.harness.cluster.Membership}.
   */
  public static Fault leave(Targets targets) {
    return new Fault("leave", "rejoin", Map.of("targets", targets.word()));
  }

  /** Nodes that are no members join the system, and leave it when healed. */
  public static Fault join(Targets targets) {
    return new Fault("join", "unjoin", Map.of("targets", targets.word()));
  }

  /**
   * Nodes leave for good: they are killed and their data is erased. When healed, new ones start in
   * their places and join.
   */
  public static Fault replace(Targets targets) {
    return new Fault("replace", "join-new", Map.of("targets", targets.word()));
  }

  /** This fault once in every period, lasting half of it. */
  public Cycle every(Duration period) {
    return Plan.of(this).every(period);
  }

  /** This fault at random times, after gaps of this length on average, for about a second. */
  public Cycle poisson(Duration meanGap) {
    return Plan.of(this).poisson(meanGap);
  }

  /** This fault one time. */
  public Cycle once(Duration lasting) {
    return Plan.of(this).once(lasting);
  }

  /** In words: {@code pause minority}, {@code partition halves blackhole}. */
  @Override
  public String words() {
    return Forms.words(this);
  }

  @Override
  public List<Fault> faults() {
    return List.of(this);
  }

  @Override
  public Fault pick(long turn, RandomGenerator random, List<String> nodes) {
    return this;
  }

  /** Whether it can be had of one node after the other. */
  boolean isOfNodes() {
    String targets = aim.get("targets");
    return targets != null ? !targets.equals("leader") : isIsolation();
  }

  private boolean isIsolation() {
    return Shape.ISOLATE_ONE.word().equals(aim.get("shape"));
  }

  /** Whether no draw decides whom it is aimed at. */
  boolean goesThroughAll() {
    String targets = aim.get("targets");
    return targets == null
        ? isIsolation()
        : targets.equals("all") || isOfNodes() && Targets.of(targets) instanceof Targets.Named;
  }

  /** The nodes that it is aimed at one by one, of these, in an order that is not drawn. */
  public List<String> names(List<String> nodes, RandomGenerator random) {
    String targets = aim.get("targets");
    return targets == null ? nodes : Targets.of(targets).among(nodes, random);
  }

  /** The same on this node alone. */
  public Fault on(String node) {
    var one = new LinkedHashMap<>(aim);
    if (aim.containsKey("targets")) {
      one.put("targets", node);
    } else {
      one.put("shape", Shape.apart(node).word());
    }
    return new Fault(inject, heal, one);
  }
}
