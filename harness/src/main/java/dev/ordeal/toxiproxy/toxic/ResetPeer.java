package dev.ordeal.toxiproxy.toxic;

import java.util.Optional;

/**
 * Resets both sides of the connection (RST) {@code timeout} milliseconds after the first chunk or
 * the end of the stream has come; that chunk is lost, and nothing behind it is read. An idle
 * connection is left alone. Unlike the original, it resets connections that were open before it
 * came, and one that is removed while its time runs resets at once instead of holding up the API.
 */
final class ResetPeer implements Behaviour {
  static final ToxicType TYPE =
      ToxicType.of(
          "reset_peer",
          (attributes, random, now) -> new ResetPeer(attributes),
          Attribute.whole("timeout"));

  private static final long NOT_YET = -1;

  private long timeout;
  private long triggeredAt = NOT_YET;

  private ResetPeer(Attributes attributes) {
    timeout = attributes.millisToNanos("timeout");
  }

  @Override
  public long run(ChunkQueue in, ChunkQueue out, long now) {
    if (in.isEmpty() && !in.atEnd()) {
      return NEVER;
    }
    if (triggeredAt == NOT_YET) {
      triggeredAt = now;
    }
    if (now - triggeredAt >= timeout) {
      in.clear();
      out.end(End.RESET);
      return NEVER;
    }
    return Nanos.sum(triggeredAt, timeout);
  }

  @Override
  public void update(Attributes attributes, ChunkQueue in, ChunkQueue out, long now) {
    timeout = attributes.millisToNanos("timeout");
  }

  @Override
  public Optional<End> endWhenRemoved() {
    return triggeredAt == NOT_YET ? Optional.empty() : Optional.of(End.RESET);
  }
}
