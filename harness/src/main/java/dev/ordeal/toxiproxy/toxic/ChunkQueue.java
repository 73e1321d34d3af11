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
  private @Nullable End end;

  /** A queue that takes {@code capacity} chunks before it pushes back. */
  public ChunkQueue(Holdings holdings, int capacity) {
    this.holdings = holdings;
    this.capacity = capacity;
  }

  /** Appends, even where there is no room: whoever can wait asks {@link #hasRoom()} first. */
  public void add(Chunk chunk) {
    if (end == null) {
      chunks.add(chunk);
      holdings.add(chunk.size());
    }
  }

  /** Nothing comes after what is queued now; the first end counts. */
  public void end(End how) {
    if (end == null) {
      end = how;
      holdings.moved();
    }
  }

  /** Takes the head. The queue must not be empty. */
  public Chunk poll() {
    Chunk head = chunks.remove();
    holdings.remove(head.size());
    return head;
  }

  /** Takes that many bytes off the head, or all of it where it is no longer. */
  public Chunk take(long count) {
    Chunk head = chunks.element();
    if (count >= head.size()) {
      return poll();
    }
    holdings.remove((int) count);
    return head.split((int) count);
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
    return end == null && chunks.size() < capacity;
  }

  /** Whether {@link #end(End)} was called. */
  public boolean ended() {
    return end != null;
  }

  /** How it ends; null while it goes on. */
  public @Nullable End end() {
    return end;
  }

  /** Whether all chunks are gone and none will come. */
  public boolean atEnd() {
    return end != null && chunks.isEmpty();
  }

  /** Hands on what there is room for, and the end behind it. */
  public void passTo(ChunkQueue next) {
    passChunksTo(next);
    if (end != null && chunks.isEmpty()) {
      next.end(end);
    }
  }

  /** Hands on what there is room for, but not the end. */
  void passChunksTo(ChunkQueue next) {
    while (!chunks.isEmpty() && next.hasRoom()) {
      next.add(poll());
    }
  }

  /** Hands on the head, room or not: for a stage that must not keep it back any longer. */
  void releaseHeadTo(ChunkQueue next) {
    if (!chunks.isEmpty()) {
      next.add(poll());
    }
  }

  /** Hands on everything, room or not, and the end behind it: for a stage that goes away. */
  public void flushTo(ChunkQueue next) {
    while (!chunks.isEmpty()) {
      next.add(poll());
    }
    if (end != null) {
      next.end(end);
    }
  }
}
