package dev.ordeal.toxiproxy.toxic;

import dev.ordeal.toxiproxy.model.Refusal;
import java.util.SplittableRandom;

/**
 * Delays every chunk by {@code latency} plus a uniform part of {@code [-jitter, jitter)}, both in
 * milliseconds, measured from when it was read: delays overlap, so throughput is not cut. Order is
 * kept; two of them add up.
 */
final class Latency implements Behaviour {
  static final ToxicType TYPE =
      ToxicType.of(
              "latency",
              (attributes, random, now) -> new Latency(attributes, random),
              Attribute.whole("latency"),
              Attribute.whole("jitter"))
          .withQueue(1024)
          .withCheck(Latency::check);

  /** From here on the original dies of an overflow. */
  private static final long JITTER_LIMIT = 1L << 62;

  private static final long UNDRAWN = -1;

  private final SplittableRandom random;
  private long latency;
  private long jitter;
  private long headDue = UNDRAWN;

  private Latency(Attributes attributes, SplittableRandom random) {
    this.random = random;
    set(attributes);
  }

  private static void check(Attributes attributes) {
    long jitter = attributes.whole("jitter");
    if (jitter >= JITTER_LIMIT) {
      throw Refusal.badRequest("jitter must be less than 2^62, was " + jitter);
    }
  }

  private void set(Attributes attributes) {
    latency = attributes.millisToNanos("latency");
    jitter = attributes.millisToNanos("jitter");
  }

  @Override
  public long run(ChunkQueue in, ChunkQueue out, long now) {
    for (Chunk head = in.peek(); head != null; head = in.peek()) {
      if (headDue == UNDRAWN) {
        headDue = due(head.time());
      }
      if (headDue > now) {
        return headDue;
      }
      if (!out.hasRoom()) {
        return NEVER;
      }
      out.add(in.poll().at(headDue));
      headDue = UNDRAWN;
    }
    in.passTo(out);
    return NEVER;
  }

  @Override
  public void update(Attributes attributes, ChunkQueue in, ChunkQueue out, long now) {
    if (headDue > now) {
      in.releaseHeadTo(out);
    }
    headDue = UNDRAWN;
    set(attributes);
  }

  private long due(long read) {
    long delay = latency;
    if (jitter > 0) {
      delay = Nanos.sum(delay, random.nextLong(-jitter, jitter));
    }
    return Nanos.sum(read, Math.max(0, delay));
  }
}
