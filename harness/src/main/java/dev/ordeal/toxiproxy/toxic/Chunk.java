package dev.ordeal.toxiproxy.toxic;

import java.nio.ByteBuffer;

/**
 * Bytes on their way through a link.
 *
 * @param bytes what is left of them; read by one owner at a time
 * @param time when they were read, moved on by every delay served since; nanoseconds of the loop
 */
public record Chunk(ByteBuffer bytes, long time) {
  /** How many bytes are left. */
  public int size() {
    return bytes.remaining();
  }

  /** Cuts the first bytes off into a chunk of their own. */
  Chunk split(int count) {
    int start = bytes.position();
    Chunk first = new Chunk(bytes.slice(start, count), time);
    bytes.position(start + count);
    return first;
  }

  /** The same bytes at another time. */
  public Chunk at(long newTime) {
    return new Chunk(bytes, newTime);
  }
}
