package dev.ordeal.systems.commit;

import java.time.Duration;

/**
 * How long the parts of a node wait. No time-out decides what another may have decided otherwise:
 * they bound only what was not voted on yet, and how often one asks again.
 *
 * @param timeout how long a node tries to serve a request
 * @param lockWait how long a transaction waits for its locks at a shard
 * @param retry after how long one asks again at first; each time it is doubled, up to sixteenfold
 * @param patience after how long an impatient participant does what it must not
 */
record Timings(Duration timeout, Duration lockWait, Duration retry, Duration patience) {

  /** How long a coordinator waits for votes, so that its answer is back before the time-out. */
  Duration votes() {
    return timeout.dividedBy(2);
  }

  /** How long to wait before one asks again. */
  Duration backoff(int asked) {
    return retry.multipliedBy(1L << Math.min(asked, 4));
  }
}
