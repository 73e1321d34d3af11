package dev.ordeal.toxiproxy.toxic;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Delays every chunk by {@code latency} plus a uniform part of {@code [-jitter, jitter)}, both in
 * milliseconds, measured from when it was read: delays overlap, so throughput is not cut. Order is
 * kept; two of them add up.
 */
final class Latency implements Behaviour {
  static final ToxicType TYPE =
      new ToxicType("latency", List.of("latency", "jitter"), 1024, Latency::new);

  private static final long UNDRAWN = -1;

  private final SplittableRandom random;
  private long latency;
  private long jitter;
  private long headDue = UNDRAWN;

  private Latency(Attributes attributes, SplittableRandom random, long now) {
    this.random = random;
    set(attributes);
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
    if (in.atEnd()) {
      out.end();
    }
    return NEVER;
  }

  @Override
  public void update(Attributes attributes, ChunkQueue in, ChunkQueue out, long now) {
    if (headDue > now && !in.isEmpty()) {
      out.add(in.poll());
    }
    headDue = UNDRAWN;
    set(attributes);
  }

  private long due(long read) {
    long delay = latency;
    if (jitter > 0) {
      delay = saturatedSum(delay, random.nextLong(-jitter, jitter));
    }
    return saturatedSum(read, Math.max(0, delay));
  }

  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }
}
