package dev.ordeal.bench.histories;

import dev.ordeal.bench.histories.Running.Fate;
import org.jspecify.annotations.Nullable;

/**
 * A lock that every client wants all the time: {@code acquire} waits until it is free, and {@code
 * release} follows. What goes wrong: two acquires end while nobody has begun to release.
 *
 * <p>A lock that knows its owners has no remedy for a holder that crashes: there, an acquire that
 * crashes is lost, and a release that crashes takes effect.
 */
final class Mutexes implements SimulatedObject {
  private final boolean owned;
  private @Nullable Running holder;
  private boolean misbehaving;
  private boolean misbehaved;

  private int endedAcquires;
  private int begunReleases;
  private long lastEnd = -1;

  Mutexes(boolean owned) {
    this.owned = owned;
  }

  @Override
  public void choose(Running op) {
    boolean wrong = misbehaving && !misbehaved;
    if (wrong && endedAcquires >= begunReleases + 2 && op.call > lastEnd) {
      misbehaved = true;
      wrong = false;
    }
    if (misbehaved && op != holder) {
      op.holds = false;
    }
    if (op.holds && !wrong) {
      begunReleases++;
      op.begin("release", null);
    } else {
      op.begin("acquire", null);
    }
  }

  @Override
  public Fate allowed(Running op, Fate drawn) {
    if (!drawn.crashes()) {
      return drawn;
    }
    if (owned) {
      return op.f.equals("acquire") ? Fate.LOST : Fate.CRASHED;
    }
    return drawn == Fate.LATE ? Fate.CRASHED : drawn;
  }

  @Override
  public boolean takeEffect(Running op) {
    if (op.f.equals("release")) {
      op.holds = false;
      holder = holder == op ? null : holder;
      return true;
    }
    if (holder != null && holder != op && (!misbehaving || misbehaved)) {
      return false;
    }
    holder = op;
    op.holds = true;
    return true;
  }

  @Override
  public void ended(Running op) {
    if (op.f.equals("acquire")) {
      endedAcquires++;
      lastEnd = op.end;
    }
  }

  @Override
  public void misbehave() {
    misbehaving = true;
  }

  @Override
  public boolean misbehaved() {
    return misbehaved;
  }
}
