package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.toxic.Holdings;
import java.time.Duration;

/**
 * What all proxies of one server share.
 *
 * @param events where everything that happens is told
 * @param traffic where every byte is counted
 * @param settings what holds for all of them
 */
public record Resources(
    EventLoop loop,
    Resolver resolver,
    Holdings.Total holdings,
    EventLog events,
    Traffic traffic,
    Settings settings) {
  /**
   * What is settled when a server starts.
   *
   * @param seed what every draw of every link derives from
   * @param dialTimeout how long looking up and connecting to an upstream may take together
   * @param keepEnds whether a new proxy passes on a half-close and a reset as what they are
   */
  public record Settings(long seed, Duration dialTimeout, boolean keepEnds) {}

  long seed() {
    return settings.seed();
  }

  Duration dialTimeout() {
    return settings.dialTimeout();
  }
}
