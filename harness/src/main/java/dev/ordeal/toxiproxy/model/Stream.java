package dev.ordeal.toxiproxy.model;

/** One of the two directions of a connection. */
public enum Stream {
  /** Bytes from the client to the server. */
  UPSTREAM,
  /** Bytes from the server to the client. */
  DOWNSTREAM;

  /**
   * Reads either word in any case.
   *
   * @throws Refusal 400 for any other word
   */
  public static Stream parse(String text) {
    for (Stream stream : values()) {
      if (stream.name().equalsIgnoreCase(text)) {
        return stream;
      }
    }
    throw Refusal.badRequest("stream was invalid, can be either upstream or downstream");
  }
}
