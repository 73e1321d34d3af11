package dev.ordeal.harness.generator;

import java.time.Duration;

/** No operation for a while. */
record Sleep(long nanos, long end) implements Generator {
  private static final long NOT_BEGUN = Long.MAX_VALUE;

  static Sleep of(Duration time) {
    return new Sleep(time.toNanos(), NOT_BEGUN);
  }

  @Override
  public Next next(Context context) {
    if (end == NOT_BEGUN) {
      return new Sleep(nanos, context.time() + nanos).next(context);
    }
    return context.time() >= end ? Nothing.EXHAUSTED : new Pending(end, this);
  }
}
