package dev.ordeal.harness.cluster.links;

/**
 * What is done to one proxy.
 *
 * @param refused whether its connections drop and new ones are refused
 * @param cutUpstream whether the bytes towards its upstream vanish
 * @param cutDownstream whether the bytes coming back from its upstream vanish
 * @param slowUpstream the delay of the bytes towards its upstream
 * @param slowDownstream the delay of the bytes coming back
 */
record LinkState(
    boolean refused,
    boolean cutUpstream,
    boolean cutDownstream,
    Delay slowUpstream,
    Delay slowDownstream) {

  static final LinkState UNTOUCHED = new LinkState(false, false, false, Delay.NONE, Delay.NONE);

  /** A delay of latency, plus or minus jitter, in milliseconds. */
  record Delay(long latencyMillis, long jitterMillis) {
    static final Delay NONE = new Delay(0, 0);

    Delay plus(Delay other) {
      return new Delay(latencyMillis + other.latencyMillis, jitterMillis + other.jitterMillis);
    }
  }

  LinkState refuse() {
    return new LinkState(true, cutUpstream, cutDownstream, slowUpstream, slowDownstream);
  }

  LinkState silenceUpstream() {
    return new LinkState(refused, true, cutDownstream, slowUpstream, slowDownstream);
  }

  LinkState silenceDownstream() {
    return new LinkState(refused, cutUpstream, true, slowUpstream, slowDownstream);
  }

  LinkState slowUpstream(Delay more) {
    return new LinkState(
        refused, cutUpstream, cutDownstream, slowUpstream.plus(more), slowDownstream);
  }

  LinkState slowDownstream(Delay more) {
    return new LinkState(
        refused, cutUpstream, cutDownstream, slowUpstream, slowDownstream.plus(more));
  }
}
