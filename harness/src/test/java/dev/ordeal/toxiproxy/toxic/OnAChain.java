package dev.ordeal.toxiproxy.toxic;

import com.google.gson.JsonParser;
import dev.ordeal.toxiproxy.model.Fields;
import dev.ordeal.toxiproxy.model.ToxicSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A chain in front of an outbox, fed and swept by hand at times of the test's choice. */
abstract class OnAChain {
  final Holdings holdings = new Holdings(new Holdings.Total(1 << 30));
  final ChunkQueue outbox = new ChunkQueue(holdings, 1);
  final Chain chain = new Chain(holdings, outbox);
  final List<Integer> out = new ArrayList<>();

  static Toxic toxic(String name, String type, String attributes) {
    return toxic(name, type, attributes, 1);
  }

  static Toxic toxic(String name, String type, String attributes, float toxicity) {
    return Toxic.create(
        new ToxicSpec(
            Optional.of(name),
            Optional.of(type),
            Optional.empty(),
            Optional.of(toxicity),
            Fields.of("attributes", JsonParser.parseString(attributes))),
        taken -> false);
  }

  static long at(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  void add(Toxic toxic, long millis) {
    chain.add(toxic, new SplittableRandom(1), at(millis));
  }

  void read(int value, long millis) {
    chain.inlet().add(new Chunk(ByteBuffer.wrap(new byte[] {(byte) value}), at(millis)));
    run(millis);
  }

  /** What a link does: sweeps and writes until nothing moves; answers the next time to do it. */
  long run(long millis) {
    long wake;
    long before;
    do {
      before = holdings.moves();
      wake = chain.sweep(at(millis));
      while (!outbox.isEmpty()) {
        out.add((int) outbox.poll().bytes().get(0));
      }
    } while (holdings.moves() != before);
    return wake;
  }

  void send(int size, long millis) {
    chain.inlet().add(new Chunk(ByteBuffer.allocate(size), at(millis)));
  }

  /** The sizes of what leaves now. */
  List<Integer> sizes(long millis) {
    List<Integer> sizes = new ArrayList<>();
    long before;
    do {
      before = holdings.moves();
      chain.sweep(at(millis));
      while (!outbox.isEmpty()) {
        sizes.add(outbox.poll().size());
      }
    } while (holdings.moves() != before);
    return sizes;
  }
}
