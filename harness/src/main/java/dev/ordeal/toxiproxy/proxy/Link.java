package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.loop.Timer;
import dev.ordeal.toxiproxy.toxic.Behaviour;
import dev.ordeal.toxiproxy.toxic.Chain;
import dev.ordeal.toxiproxy.toxic.Chunk;
import dev.ordeal.toxiproxy.toxic.ChunkQueue;
import dev.ordeal.toxiproxy.toxic.End;
import dev.ordeal.toxiproxy.toxic.Holdings;
import dev.ordeal.toxiproxy.toxic.Toxic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: reads a socket, sends what it read through its chain of toxics,
 * writes the other socket. What it holds is bounded: it stops reading when the chain has no room.
 * Without toxics a read is written at once, from the buffer it was read into; what the socket does
 * not take stays in that buffer, and the loop reads into another one.
 */
final class Link {
  /** Reads per turn, so that one fast sender does not starve the others. */
  private static final int READS_PER_TURN = 4;

  /** The size of the original's chunks, which loss, slices and queues are counted in. */
  private static final int CHUNK_BYTES = 32 << 10;

  private final EventLoop loop;
  private final Peer source;
  private final Peer sink;
  private final LinkBytes bytes;
  private final boolean keepEnds;
  private final Holdings holdings;
  private final ChunkQueue outbox;
  private final Chain chain;
  private final Consumer<Link> whenOver;
  private @Nullable ByteBuffer leftover;
  private @Nullable Timer timer;
  private @Nullable End ending;
  private boolean inputEnded;

  /**
   * A link without toxics.
   *
   * @param keepEnds whether a reset of a peer counts as a reset; otherwise it is an end like others
   * @param whenOver told once, when the last byte is written or lost
   */
  Link(
      Resources resources,
      Peer source,
      Peer sink,
      LinkBytes bytes,
      boolean keepEnds,
      Consumer<Link> whenOver) {
    this.loop = resources.loop();
    this.source = source;
    this.sink = sink;
    this.bytes = bytes;
    this.keepEnds = keepEnds;
    this.whenOver = whenOver;
    this.holdings = new Holdings(resources.holdings());
    this.outbox = new ChunkQueue(holdings, 1);
    this.chain = new Chain(holdings, outbox);
  }

  void add(Toxic toxic, SplittableRandom random) {
    chain.add(toxic, random, loop.now());
    pump();
  }

  void update(Toxic toxic) {
    chain.update(toxic, loop.now());
    pump();
  }

  void remove(String toxic) {
    chain.remove(toxic);
    pump();
  }

  /** The source has something to read, or has ended. */
  void readable() {
    for (int i = 0; i < READS_PER_TURN && !inputEnded; i++) {
      ByteBuffer buffer = loop.readBuffer().clear();
      if (!chain.isEmpty()) {
        buffer.limit(CHUNK_BYTES);
      }
      int count = read(buffer);
      if (count <= 0) {
        return;
      }
      bytes.received(count);
      boolean full = !buffer.hasRemaining();
      take(buffer.flip());
      if (!full || !roomForMore()) {
        return;
      }
    }
  }

  /** An error is an end, too: what was read before it is still delivered. */
  private int read(ByteBuffer buffer) {
    try {
      int count = source.read(buffer);
      if (count < 0) {
        endInput(End.FINISHED);
      }
      return count;
    } catch (IOException e) {
      endInput(keepEnds ? End.RESET : End.FINISHED);
      return -1;
    }
  }

  private void take(ByteBuffer buffer) {
    if (chain.isEmpty() && outbox.isEmpty() && leftover == null) {
      writeThrough(buffer);
    } else {
      chain.inlet().add(copy(buffer));
      pump();
    }
  }

  private Chunk copy(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.get(copy);
    return new Chunk(ByteBuffer.wrap(copy), loop.now());
  }

  private void writeThrough(ByteBuffer buffer) {
    try {
      bytes.sent(sink.write(buffer));
    } catch (IOException e) {
      abort(keepEnds ? End.RESET : End.CLOSED);
      return;
    }
    if (buffer.hasRemaining()) {
      if (buffer.remaining() > CHUNK_BYTES && loop.keepReadBuffer()) {
        leftover = buffer;
        holdings.add(buffer.remaining());
      } else {
        outbox.add(copy(buffer));
      }
      arrange(Behaviour.NEVER);
    }
  }

  /** Nothing more comes from the source; what is under way is still delivered. */
  void endInput(End how) {
    if (!inputEnded) {
      inputEnded = true;
      chain.inlet().end(how);
      pump();
    }
  }

  /** Ends at once; what is under way is lost. */
  void abort(End how) {
    finish(how);
  }

  /** Moves everything that can move now, and arranges to be called when more can. */
  void pump() {
    if (ending != null) {
      return;
    }
    long wake;
    long before;
    do {
      before = holdings.moves();
      wake = chain.sweep(loop.now());
      if (!flush()) {
        abort(keepEnds ? End.RESET : End.CLOSED);
        return;
      }
    } while (holdings.moves() != before);
    End end = outbox.end();
    if (end != null && outbox.isEmpty() && leftover == null) {
      finish(end);
    } else {
      arrange(wake);
    }
  }

  private void arrange(long wake) {
    wakeAt(wake);
    source.wantRead(!inputEnded && roomForMore());
    sink.wantWrite(leftover != null || !outbox.isEmpty());
  }

  /** Writes what the socket takes; false when it is broken. */
  private boolean flush() {
    try {
      if (!flushLeftover()) {
        return true;
      }
      for (Chunk head = outbox.peek(); head != null; head = outbox.peek()) {
        int count = sink.write(head.bytes());
        bytes.sent(count);
        outbox.consumed(count);
        if (head.size() > 0) {
          return true;
        }
        outbox.poll();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether nothing of what was read before is in the way of the outbox. */
  private boolean flushLeftover() throws IOException {
    if (leftover == null) {
      return true;
    }
    int count = sink.write(leftover);
    bytes.sent(count);
    holdings.shrink(count);
    if (leftover.hasRemaining()) {
      return false;
    }
    loop.giveBack(leftover);
    leftover = null;
    return true;
  }

  private boolean roomForMore() {
    return leftover == null && chain.inlet().hasRoom() && holdings.roomForMore();
  }

  private void wakeAt(long due) {
    if (due == Behaviour.NEVER || (timer != null && timer.due() <= due)) {
      return;
    }
    if (timer != null) {
      timer.cancel();
    }
    timer = loop.at(due, this::wake);
  }

  private void wake() {
    timer = null;
    pump();
  }

  private void finish(End how) {
    if (ending == null) {
      ending = how;
      inputEnded = true;
      if (timer != null) {
        timer.cancel();
      }
      if (leftover != null) {
        holdings.shrink(leftover.remaining());
        loop.giveBack(leftover);
        leftover = null;
      }
      chain.clear();
      whenOver.accept(this);
    }
  }

  boolean over() {
    return ending != null;
  }

  /** How it ended; null while it goes on. */
  @Nullable End ending() {
    return ending;
  }

  /** The bytes read and not yet written. */
  long held() {
    return holdings.bytes();
  }
}
