package dev.ordeal.toxiproxy.model;

import java.time.Instant;

/**
 * A connection through a proxy, at one moment.
 *
 * @param id unique on its server, ascending
 * @param client the address the client came from
 * @param server the address of the upstream
 * @param state {@code open}, or how it has ended
 */
public record ConnectionView(
    long id,
    String proxy,
    String client,
    String server,
    Instant opened,
    Bytes upstream,
    Bytes downstream,
    String state) {

  /**
   * The bytes of one direction.
   *
   * @param received read from the one side
   * @param sent written to the other
   * @param held waiting in between
   */
  public record Bytes(long received, long sent, long held) {}
}
