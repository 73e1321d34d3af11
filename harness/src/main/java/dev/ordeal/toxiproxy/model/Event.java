package dev.ordeal.toxiproxy.model;

import java.time.Instant;

/**
 * Something that has happened on a server.
 *
 * @param seq its place in the order of all events, from 1
 * @param at when, to the microsecond; never earlier than the event before
 * @param what the kind, such as {@code toxic_added}
 * @param proxy the name of the proxy
 * @param detail the rest, for humans; may be empty
 */
public record Event(long seq, Instant at, String what, String proxy, String detail) {}
