package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.loop.Timer;
import dev.ordeal.toxiproxy.toxic.Behaviour;
import dev.ordeal.toxiproxy.toxic.Chain;
import dev.ordeal.toxiproxy.toxic.Chunk;
import dev.ordeal.toxiproxy.toxic.ChunkQueue;
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
 */
final class Link {
  /** Reads per turn, so that one fast sender does not starve the others. */
  private static final int READS_PER_TURN = 4;

  private final EventLoop loop;
  private final Peer source;
  private final Peer sink;
  private final Holdings holdings;
  private final ChunkQueue outbox;
  private final Chain chain;
  private final Consumer<Link> whenOver;
  private @Nullable Timer timer;
  private boolean inputEnded;
  private boolean over;

  /** A link without toxics; {@code whenOver} is told once, when its last byte is written. */
  Link(Resources resources, Peer source, Peer sink, Consumer<Link> whenOver) {
    this.loop = resources.loop();
    this.source = source;
    this.sink = sink;
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
      int count = read(buffer);
      if (count < 0) {
        endInput();
        return;
      }
      if (count > 0) {
        take(buffer.flip());
      }
      if (count < buffer.capacity() || !roomForMore()) {
        return;
      }
    }
  }

  /** An error counts as the end: what was read before it is still delivered. */
  private int read(ByteBuffer buffer) {
    try {
      return source.read(buffer);
    } catch (IOException e) {
      return -1;
    }
  }

  private void take(ByteBuffer bytes) {
    if (chain.isEmpty() && outbox.isEmpty()) {
      writeThrough(bytes);
    }
    if (bytes.hasRemaining() && !over) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      chain.inlet().add(new Chunk(ByteBuffer.wrap(copy), loop.now()));
      pump();
    }
  }

  private void writeThrough(ByteBuffer bytes) {
    try {
      sink.write(bytes);
    } catch (IOException e) {
      abort();
    }
  }

  /** Nothing more comes from the source; what is under way is still delivered. */
  void endInput() {
    if (!inputEnded) {
      inputEnded = true;
      chain.inlet().end();
      pump();
    }
  }

  /** Ends at once; what is under way is lost. */
  void abort() {
    finish();
  }

  /** Moves everything that can move now, and arranges to be called when more can. */
  void pump() {
    if (over) {
      return;
    }
    long wake;
    long before;
    do {
      before = holdings.moves();
      wake = chain.sweep(loop.now());
      if (!flush()) {
        abort();
        return;
      }
    } while (holdings.moves() != before);
    if (outbox.atEnd()) {
      finish();
      return;
    }
    wakeAt(wake);
    source.wantRead(!inputEnded && roomForMore());
    sink.wantWrite(!outbox.isEmpty());
  }

  /** Writes what the socket takes; false when it is broken. */
  private boolean flush() {
    try {
      for (Chunk head = outbox.peek(); head != null; head = outbox.peek()) {
        outbox.consumed(sink.write(head.bytes()));
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

  private boolean roomForMore() {
    return chain.inlet().hasRoom() && holdings.roomForMore();
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

  private void finish() {
    if (!over) {
      over = true;
      inputEnded = true;
      if (timer != null) {
        timer.cancel();
      }
      chain.clear();
      whenOver.accept(this);
    }
  }

  boolean over() {
    return over;
  }
}
