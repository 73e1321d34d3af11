package dev.ordeal.toxiproxy.toxic;

/** How a stream of bytes ends. */
public enum End {
  /** The sender has nothing more to say (FIN). */
  FINISHED,
  /** The connection is to be closed as a whole, in order, behind what was passed on. */
  CLOSED,
  /** The connection is to be reset (RST). */
  RESET
}
