package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.toxic.Holdings;
import java.time.Duration;

/**
 * What all proxies of one server share.
 *
 * @param seed what every draw of every link derives from
 * @param dialTimeout how long looking up and connecting to an upstream may take together
 */
public record Resources(
    EventLoop loop, Resolver resolver, Holdings.Total holdings, long seed, Duration dialTimeout) {}
