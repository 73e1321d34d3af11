package dev.ordeal.nemesis;

import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Network.Disturbance.Narrowed;
import dev.ordeal.nemesis.internal.Forms;
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

  /** Nodes stop, with their connections open, and go on when healed. */
  public static Fault pause(Targets targets) {
    return new Fault("pause", "resume", Map.of("targets", targets.word()));
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
