package dev.ordeal.toxiproxy.toxic;

/**
 * How many bytes are held: by one link, and by all links of a server. A link may hold no more than
 * a fixed amount, and all of them together no more than a share of the heap; beyond its first chunk
 * a link that would break the second rule stops reading. One stage that moves something shows here
 * too.
 */
public final class Holdings {
  /** What the queues of one link may hold: as much as 1,024 chunks of 32 KiB. */
  static final long LINK_BYTES = 32L << 20;

  private static final long FIRST_CHUNK = 64 << 10;

  /** What all links of one server hold together. */
  public static final class Total {
    private final long limit;
    private long bytes;

    /** A total with its limit in bytes. */
    public Total(long limit) {
      this.limit = limit;
    }
  }

  private final Total total;
  private long bytes;
  private long moves;

  /** The holdings of one link. */
  public Holdings(Total total) {
    this.total = total;
  }

  /** Accounts for bytes that have come in. */
  public void add(int count) {
    bytes += count;
    total.bytes += count;
    moves++;
  }

  void remove(int count) {
    bytes -= count;
    total.bytes -= count;
    moves++;
  }

  /** Bytes written in place: the chunk has become smaller, but no queue has. */
  public void shrink(int count) {
    bytes -= count;
    total.bytes -= count;
  }

  void moved() {
    moves++;
  }

  /** Grows with everything that enters, leaves or ends a queue of the link. */
  public long moves() {
    return moves;
  }

  /** The bytes held now. */
  public long bytes() {
    return bytes;
  }

  /** Whether the link may read more from its source. */
  public boolean roomForMore() {
    return bytes < FIRST_CHUNK || (bytes < LINK_BYTES && total.bytes < total.limit);
  }
}
