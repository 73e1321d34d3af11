package dev.ordeal.toxiproxy.toxic;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The queue in front of a stage, or of the socket at the end of a link: chunks, then perhaps the
 * end.
 */
public final class ChunkQueue {
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private final Holdings holdings;
  private final int capacity;
  private boolean ended;

  /** A queue that takes {@code capacity} chunks before it pushes back. */
  public ChunkQueue(Holdings holdings, int capacity) {
    this.holdings = holdings;
    this.capacity = capacity;
  }

  /** Appends, even where there is no room: whoever can wait asks {@link #hasRoom()} first. */
  public void add(Chunk chunk) {
    if (!ended) {
      chunks.add(chunk);
      holdings.add(chunk.size());
    }
  }

  /** Nothing comes after what is queued now. */
  public void end() {
    if (!ended) {
      ended = true;
      holdings.moved();
    }
  }

  /** Takes the head. The queue must not be empty. */
  public Chunk poll() {
    Chunk head = chunks.remove();
    holdings.remove(head.size());
    return head;
  }

  /** The head, left where it is; null when empty. */
  public @Nullable Chunk peek() {
    return chunks.peek();
  }

  /** Accounts for bytes of the head that its reader has consumed in place. */
  public void consumed(int count) {
    holdings.shrink(count);
  }

  /** Discards what is queued. */
  public void clear() {
    while (!chunks.isEmpty()) {
      poll();
    }
  }

  /** Whether there is no chunk. */
  public boolean isEmpty() {
    return chunks.isEmpty();
  }

  /** Whether another chunk is welcome. */
  public boolean hasRoom() {
    return !ended && chunks.size() < capacity;
  }

  /** Whether {@link #end()} was called. */
  public boolean ended() {
    return ended;
  }

  /** Whether all chunks are gone and none will come. */
  public boolean atEnd() {
    return ended && chunks.isEmpty();
  }

  /** Hands on what there is room for, and the end behind it. */
  public void passTo(ChunkQueue next) {
    while (!chunks.isEmpty() && next.hasRoom()) {
      next.add(poll());
    }
    if (atEnd()) {
      next.end();
    }
  }

  /** Hands on everything, room or not, and the end behind it: for a stage that goes away. */
  public void flushTo(ChunkQueue next) {
    while (!chunks.isEmpty()) {
      next.add(poll());
    }
    if (ended) {
      next.end();
    }
  }
}
