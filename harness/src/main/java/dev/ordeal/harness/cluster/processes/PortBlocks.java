package dev.ordeal.harness.cluster.processes;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntPredicate;

/**
 * The ports that this JVM may hand out, in blocks that it has to itself.
 *
 * <p>The port of a dead node is free. If another JVM gave it to a node of its own, clients of the
 * first would talk to that, and the first could not start its node again. So whoever wants ports of
 * a block binds its first one, without listening on it, until it ends, however it does. One thread
 * at a time.
 */
final class PortBlocks implements AutoCloseable {
  static final int BLOCK = 800;
  private static final int BLOCKS = 20;
  static final int FIRST = 16_384;
  static final int LAST = FIRST + BLOCK * BLOCKS - 1;

  private final List<Integer> own = new ArrayList<>();

  private final List<SocketChannel> held = new ArrayList<>();

  private int last;

  /** The next port that is good, of the blocks held or of one more. */
  OptionalInt next(IntPredicate good) {
    for (int tried = 0; tried < own.size() * BLOCK; tried++) {
      last = (last + 1) % (own.size() * BLOCK);
      int port = FIRST + own.get(last / BLOCK) * BLOCK + last % BLOCK;
      if (last % BLOCK != 0 && good.test(port)) {
        return OptionalInt.of(port);
      }
    }
    return addBlock() ? next(good) : OptionalInt.empty();
  }

  /** Where to begin matters to nobody's history: other JVMs should just begin elsewhere. */
  private boolean addBlock() {
    int from = ThreadLocalRandom.current().nextInt(BLOCKS);
    for (int i = 0; i < BLOCKS; i++) {
      int block = (from + i) % BLOCKS;
      if (!own.contains(block) && hold(FIRST + block * BLOCK)) {
        last = own.size() * BLOCK;
        own.add(block);
        return true;
      }
    }
    return false;
  }

  private boolean hold(int port) {
    try {
      var holder = SocketChannel.open();
      try {
        holder.bind(new InetSocketAddress(LoopbackPorts.HOST, port));
        held.add(holder);
        return true;
      } catch (IOException taken) {
        holder.close();
        return false;
      }
    } catch (IOException noSocket) {
      return false;
    }
  }

  /** Gives the blocks back, which the end of the JVM does as well. */
  @Override
  public void close() throws IOException {
    own.clear();
    for (SocketChannel holder : held) {
      holder.close();
    }
    held.clear();
  }
}
