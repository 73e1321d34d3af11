/**
 * An embedded server that speaks the HTTP API of Toxiproxy; needs nothing but the JDK and Gson.
 *
 * <p>Everything of the original is there: all toxics in both directions and in chains, live changes
 * without a byte lost or overtaken, the same paths, status codes and words. What it adds is under
 * paths that the original does not have, all of which begin with {@code /ordeal/}:
 *
 * <ul>
 *   <li>{@code POST /ordeal/change} takes an array of proxies; all of them change or none. An entry
 *       has {@code name}, {@code listen} and {@code upstream} (to create one), {@code enabled},
 *       {@code toxics} (all that it is to have), {@code connect} ({@code none}, {@code refuse},
 *       {@code hang}, {@code slow} with {@code delay} in milliseconds, {@code reset}) and {@code
 *       keep_ends} (a half-close stays a half-close and an RST an RST); what is absent stays.
 *   <li>{@code GET /ordeal/proxies}: the proxies with all that and their number of connections.
 *   <li>{@code POST /ordeal/proxies/{p}/reset}: RST to both sides of every connection, now.
 *   <li>{@code GET /ordeal/connections} and {@code GET /ordeal/proxies/{p}/connections}: who is
 *       connected, with bytes received, sent and held by direction.
 *   <li>{@code GET /ordeal/events?since=N}: what has happened after event N, with times.
 * </ul>
 *
 * <p>Where it differs from the original on purpose: {@code reset_peer} also resets connections that
 * were open before it, a toxic whose toxicity keeps it off touches nothing, the coin of a toxicity
 * falls once per connection, nothing a call does waits for data or a dial, a refused update changes
 * nothing, all spellings of the wildcard address are one, and settings that kill the original are
 * refused with 400: a negative {@code rate}, a {@code slicer} with {@code average_size} below 1 or
 * {@code size_variation} above it, {@code jitter} from 2^62 up.
 */
@NullMarked
package dev.ordeal.toxiproxy;

import org.jspecify.annotations.NullMarked;
