package dev.ordeal.toxiproxy.toxic;

import java.util.Optional;

/**
 * What one toxic does on one link. It holds no bytes of its own: what it keeps back stays in the
 * queue in front of it, so that removing it loses nothing.
 */
public interface Behaviour {
  /** The answer of {@link #run} when only new data or new room is worth another run. */
  long NEVER = Long.MAX_VALUE;

  /**
   * Moves what may move now.
   *
   * @param now nanoseconds of the loop
   * @return when to run again at the latest even if nothing changes, or {@link #NEVER}
   */
  long run(ChunkQueue in, ChunkQueue out, long now);

  /** Takes new settings, and lets go at once what it is in the middle of keeping back. */
  void update(Attributes attributes, ChunkQueue in, ChunkQueue out, long now);

  /** How the stream must end when this is removed, since bytes are missing; empty: it goes on. */
  default Optional<End> endWhenRemoved() {
    return Optional.empty();
  }
}
