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

  /** Nodes stop, with their connections open, and go on when healed. */
  public static Fault pause(Targets targets) {
    return new Fault("pause", "resume", Map.of("targets", targets.word()));
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
