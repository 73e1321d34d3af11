package dev.ordeal.toxiproxy.toxic;

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

  /** Whether the stream cannot go on without it, since bytes are missing. */
  default boolean endsStreamWhenRemoved() {
    return false;
  }
}
