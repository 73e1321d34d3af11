package dev.ordeal.toxiproxy.toxic;

/**
 * Passes the data on unchanged and the end of the stream {@code delay} milliseconds after it came.
 * A removal or a new setting while an end waits: the first lets it go at once, the second makes it
 * wait anew.
 */
final class SlowClose implements Behaviour {
  static final ToxicType TYPE =
      ToxicType.of(
          "slow_close",
          (attributes, random, now) -> new SlowClose(attributes),
          Attribute.whole("delay"));

  private static final long NOT_YET = -1;

  private long delay;
  private long endedAt = NOT_YET;

  private SlowClose(Attributes attributes) {
    delay = attributes.millisToNanos("delay");
  }

  @Override
  public long run(ChunkQueue in, ChunkQueue out, long now) {
    if (!in.atEnd()) {
      in.passChunksTo(out);
    }
    if (!in.atEnd()) {
      return NEVER;
    }
    if (endedAt == NOT_YET) {
      endedAt = now;
    }
    if (now - endedAt >= delay) {
      in.passTo(out);
      return NEVER;
    }
    return Nanos.sum(endedAt, delay);
  }

  @Override
  public void update(Attributes attributes, ChunkQueue in, ChunkQueue out, long now) {
    delay = attributes.millisToNanos("delay");
    endedAt = NOT_YET;
  }
}
