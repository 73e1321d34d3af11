package dev.ordeal.toxiproxy.toxic;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The toxics of one link in order, each with its queue, ending in the queue of the socket. Stages
 * come and go while bytes are under way: none is lost, none overtakes another.
 */
public final class Chain {
  private final Holdings holdings;
  private final ChunkQueue outbox;
  private final List<Stage> stages = new ArrayList<>();

  /** An empty chain in front of a socket's queue. */
  public Chain(Holdings holdings, ChunkQueue outbox) {
    this.holdings = holdings;
    this.outbox = outbox;
  }

  /** Whether bytes go straight to the socket. */
  public boolean isEmpty() {
    return stages.isEmpty();
  }

  /** The queue that takes what was read. */
  public ChunkQueue inlet() {
    return inlet(0);
  }

  private ChunkQueue inlet(int stage) {
    return stage < stages.size() ? stages.get(stage).in() : outbox;
  }

  /**
   * Lets every stage move what it may.
   *
   * @return when to do it again at the latest, or {@link Behaviour#NEVER}
   */
  public long sweep(long now) {
    long wake = Behaviour.NEVER;
    for (int i = 0; i < stages.size(); i++) {
      wake = Math.min(wake, stages.get(i).run(inlet(i + 1), now));
    }
    return wake;
  }

  /** Adds a toxic behind all others. */
  public void add(Toxic toxic, SplittableRandom random, long now) {
    Stage stage = new Stage(toxic, holdings, random, now);
    End past = outbox.end();
    if (past != null) {
      // What ended before the toxic came is none of its business.
      stage.in().end(past);
    }
    stages.add(stage);
  }

  /** Gives a running toxic new settings. */
  public void update(Toxic toxic, long now) {
    int i = indexOf(toxic.name());
    stages.get(i).update(toxic, inlet(i + 1), now);
  }

  /** Takes a toxic out; what waits in front of it goes on. */
  public void remove(String toxic) {
    int i = indexOf(toxic);
    stages.remove(i).remove(inlet(i));
  }

  /** Discards everything: the link is over. */
  public void clear() {
    stages.forEach(stage -> stage.in().clear());
    outbox.clear();
  }

  private int indexOf(String toxic) {
    for (int i = 0; i < stages.size(); i++) {
      if (stages.get(i).runs(toxic)) {
        return i;
      }
    }
    throw new IllegalStateException("no toxic " + toxic + " on this link");
  }
}
