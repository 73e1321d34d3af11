package dev.ordeal.toxiproxy.toxic;

import java.util.SplittableRandom;

/**
 * Drops a chunk (one read of at most 32 KiB) with probability {@code loss_rate}, and the one after
 * a dropped one with {@code loss_rate + correlation}; both count as 0 below 0 and as 1 above 1. The
 * bytes are gone for good: the stream has a hole, which real TCP would have sent again. The model
 * of bursts is the two-state one of Gilbert (Capacity of a Burst-Noise Channel, 1960), simplified.
 */
final class PacketLoss implements Behaviour {
  static final ToxicType TYPE =
      ToxicType.of(
          "packet_loss",
          (attributes, random, now) -> new PacketLoss(attributes, random),
          Attribute.fraction("loss_rate"),
          Attribute.fraction("correlation"));

  private final SplittableRandom random;
  private double afterPassed;
  private double afterDropped;
  private boolean dropped;

  private PacketLoss(Attributes attributes, SplittableRandom random) {
    this.random = random;
    set(attributes);
  }

  private void set(Attributes attributes) {
    afterPassed = share(attributes.fraction("loss_rate"));
    afterDropped = share(afterPassed + share(attributes.fraction("correlation")));
  }

  private static double share(double value) {
    return Math.max(0, Math.min(1, value));
  }

  @Override
  public long run(ChunkQueue in, ChunkQueue out, long now) {
    while (!in.isEmpty() && out.hasRoom()) {
      Chunk chunk = in.poll();
      dropped = random.nextDouble() < (dropped ? afterDropped : afterPassed);
      if (!dropped) {
        out.add(chunk);
      }
    }
    in.passTo(out);
    return NEVER;
  }

  @Override
  public void update(Attributes attributes, ChunkQueue in, ChunkQueue out, long now) {
    set(attributes);
  }
}
