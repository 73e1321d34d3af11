package dev.ordeal.toxiproxy.toxic;

import java.util.SplittableRandom;

/** One toxic running on one link, with the queue in front of it. */
final class Stage {
  private final String name;
  private final ChunkQueue in;
  private final Behaviour behaviour;
  private final double draw;
  private boolean on;

  Stage(Toxic toxic, Holdings holdings, SplittableRandom random, long now) {
    this.name = toxic.name();
    this.in = new ChunkQueue(holdings, toxic.type().queueChunks());
    // Drawn once: the coin of a link stays as it fell, whatever happens to the toxics around.
    this.draw = random.nextDouble();
    this.on = draw < toxic.toxicity();
    this.behaviour = toxic.type().factory().start(toxic.attributes(), random, now);
  }

  boolean runs(String toxic) {
    return name.equals(toxic);
  }

  ChunkQueue in() {
    return in;
  }

  long run(ChunkQueue out, long now) {
    if (out.ended()) {
      in.clear();
      return Behaviour.NEVER;
    }
    if (on) {
      return behaviour.run(in, out, now);
    }
    in.passTo(out);
    return Behaviour.NEVER;
  }

  void update(Toxic toxic, ChunkQueue out, long now) {
    boolean wasOn = on;
    on = draw < toxic.toxicity();
    if (wasOn && !on) {
      behaviour.endWhenRemoved().ifPresent(out::end);
    }
    behaviour.update(toxic.attributes(), in, out, now);
  }

  void remove(ChunkQueue out) {
    if (on) {
      behaviour.endWhenRemoved().ifPresent(out::end);
    }
    in.flushTo(out);
  }
}
