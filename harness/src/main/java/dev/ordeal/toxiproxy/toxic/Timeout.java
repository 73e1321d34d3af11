package dev.ordeal.toxiproxy.toxic;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Discards every byte, and ends the stream once {@code timeout} milliseconds have passed since it
 * began or since the last chunk; with 0 the stream stays open until the toxic is removed.
 */
final class Timeout implements Behaviour {
  static final ToxicType TYPE = new ToxicType("timeout", List.of("timeout"), 1, Timeout::new);

  private long timeout;
  private long quietSince;

  private Timeout(Attributes attributes, SplittableRandom random, long now) {
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
      out.end();
      return NEVER;
    }
    if (timeout == 0) {
      return NEVER;
    }
    if (now - quietSince >= timeout) {
      out.end();
      return NEVER;
    }
    return timeout > NEVER - quietSince ? NEVER : quietSince + timeout;
  }

  @Override
  public void update(Attributes attributes, ChunkQueue in, ChunkQueue out, long now) {
    timeout = attributes.millisToNanos("timeout");
    quietSince = now;
  }

  @Override
  public boolean endsStreamWhenRemoved() {
    return true;
  }
}
