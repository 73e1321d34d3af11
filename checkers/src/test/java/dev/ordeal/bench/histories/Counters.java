package dev.ordeal.bench.histories;

import java.util.SplittableRandom;

/**
 * A counter, at first 0: {@code increment} by one, and {@code read}. What goes wrong: a read
 * answers less than what was counted before it began.
 */
final class Counters implements SimulatedObject {
  private final SplittableRandom random;
  private long count;
  private boolean misbehaving;
  private boolean misbehaved;

  /** Increments that ended, and how many of them before the newest end. */
  private int ended;

  private int endedBefore;
  private long lastEnd = -1;

  Counters(Shape shape, SplittableRandom random) {
    this.random = random;
    this.count = 0;
    if (shape.keys() > 1) {
      throw new IllegalArgumentException("there is one counter, not " + shape.keys());
    }
  }

  @Override
  public void choose(Running op) {
    if (op.fate.crashes() || random.nextBoolean()) {
      op.begin("increment", null);
    } else {
      op.value = lastEnd < op.call ? ended : endedBefore;
      op.begin("read", null);
    }
  }

  @Override
  public boolean takeEffect(Running op) {
    if (op.f.equals("increment")) {
      count++;
    } else if (misbehaving && !misbehaved && op.value > 0) {
      misbehaved = true;
      op.answer((long) op.value - 1);
    } else {
      op.answer(count);
    }
    return true;
  }

  @Override
  public void ended(Running op) {
    if (op.f.equals("increment")) {
      if (op.end > lastEnd) {
        endedBefore = ended;
        lastEnd = op.end;
      }
      ended++;
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
