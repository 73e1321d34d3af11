package dev.ordeal.toxiproxy.toxic;

import dev.ordeal.toxiproxy.model.Refusal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/**
 * Cuts every chunk into pieces of about {@code average_size} bytes, and waits {@code delay}
 * microseconds after each piece. A chunk is halved until no piece is longer than average plus
 * {@code size_variation}; every middle is moved by a uniform part of {@code [-variation,
 * variation)}.
 */
final class Slicer implements Behaviour {
  static final ToxicType TYPE =
      ToxicType.of(
              "slicer",
              (attributes, random, now) -> new Slicer(attributes, random),
              Attribute.whole("average_size"),
              Attribute.whole("size_variation"),
              Attribute.whole("delay"))
          .withCheck(Slicer::check);

  private static final long NANOS_PER_MICRO = 1_000;

  private final SplittableRandom random;
  private final Deque<Integer> pieces = new ArrayDeque<>();
  private long average;
  private long variation;
  private long delay;
  private long resumeAt;

  private Slicer(Attributes attributes, SplittableRandom random) {
    this.random = random;
    set(attributes);
  }

  private static void check(Attributes attributes) {
    long average = attributes.whole("average_size");
    long variation = attributes.whole("size_variation");
    if (average < 1) {
      throw Refusal.badRequest("average_size must be at least 1, was " + average);
    }
    if (variation < 0 || variation > average) {
      throw Refusal.badRequest(
          "size_variation must be from 0 to average_size (" + average + "), was " + variation);
    }
  }

  private void set(Attributes attributes) {
    average = attributes.whole("average_size");
    variation = attributes.whole("size_variation");
    long micros = Math.min(attributes.whole("delay"), Long.MAX_VALUE / NANOS_PER_MICRO);
    delay = Math.max(0, micros) * NANOS_PER_MICRO;
    resumeAt = Long.MIN_VALUE;
    pieces.clear();
  }

  @Override
  public long run(ChunkQueue in, ChunkQueue out, long now) {
    while (now >= resumeAt) {
      Chunk head = in.peek();
      if (head == null || !out.hasRoom()) {
        in.passTo(out);
        return NEVER;
      }
      if (pieces.isEmpty()) {
        cut(head.size());
      }
      out.add(in.take(pieces.remove()));
      resumeAt = Nanos.sum(now, delay);
    }
    return resumeAt;
  }

  /** Halves on a stack of its own: the rest to the right waits while the left is cut further. */
  private void cut(int size) {
    Deque<Integer> uncut = new ArrayDeque<>();
    uncut.push(size);
    while (!uncut.isEmpty()) {
      int next = uncut.pop();
      if (next - average <= variation) {
        if (next > 0) {
          pieces.add(next);
        }
      } else {
        int left = next / 2 + offset();
        uncut.push(next - left);
        uncut.push(left);
      }
    }
  }

  private int offset() {
    return variation == 0 ? 0 : (int) random.nextLong(-variation, variation);
  }

  @Override
  public void update(Attributes attributes, ChunkQueue in, ChunkQueue out, long now) {
    if (!pieces.isEmpty()) {
      in.releaseHeadTo(out);
    }
    set(attributes);
  }
}
