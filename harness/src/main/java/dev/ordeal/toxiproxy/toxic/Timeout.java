package dev.ordeal.toxiproxy.toxic;

import java.util.Optional;

/**
 * Discards every byte, and ends the stream once {@code timeout} milliseconds have passed since it
 * began or since the last chunk; with 0 or less the stream stays open until the toxic is removed.
 */
final class Timeout implements Behaviour {
  static final ToxicType TYPE =
      ToxicType.of(
          "timeout",
          (attributes, random, now) -> new Timeout(attributes, now),
          Attribute.whole("timeout"));

  private long timeout;
  private long quietSince;

  private Timeout(Attributes attributes, long now) {
    timeout = attributes.millisToNanos("timeout");
    quietSince = now;
  }

  @Override
  public long run(ChunkQueue in, ChunkQueue out, long now) {
    if (!in.isEmpty()) {
      in.clear();
      quietSince = now;
    }
    if (in.atEnd()) {
      in.passTo(out);
      return NEVER;
    }
    if (timeout <= 0) {
      return NEVER;
    }
    if (now - quietSince >= timeout) {
      out.end(End.CLOSED);
      return NEVER;
    }
    return Nanos.sum(quietSince, timeout);
  }

  @Override
  public void update(Attributes attributes, ChunkQueue in, ChunkQueue out, long now) {
    timeout = attributes.millisToNanos("timeout");
    quietSince = now;
  }

  @Override
  public Optional<End> endWhenRemoved() {
    return Optional.of(End.CLOSED);
  }
}
