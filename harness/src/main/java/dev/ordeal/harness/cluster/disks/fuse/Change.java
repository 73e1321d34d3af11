package dev.ordeal.harness.cluster.disks.fuse;

/** A change of a file's content that was not synced yet. */
sealed interface Change {
  /** An object, its array, its place in a queue. */
  long OVERHEAD = 100;

  /** Its place in the order of all changes of the volume. */
  long number();

  /** Makes it. */
  void applyTo(Content content);

  /** Whether a byte of the content is as this change left it. */
  boolean covers(long offset);

  /** How many bytes it brought. */
  int bytes();

  /** About how many bytes of memory it takes. */
  default long weight() {
    return bytes() + OVERHEAD;
  }

  /** Some bytes. */
  @SuppressWarnings("ArrayRecordComponent")
  record Write(long number, long offset, byte[] data) implements Change {
    @Override
    public void applyTo(Content content) {
      content.write(offset, data, data.length);
    }

    /** Writes only the first so many bytes. */
    void applyTorn(Content content, int kept) {
      content.write(offset, data, kept);
    }

    @Override
    public boolean covers(long at) {
      return offset <= at && at < offset + data.length;
    }

    @Override
    public int bytes() {
      return data.length;
    }
  }

  /** Another length. */
  record Resize(long number, long size) implements Change {
    @Override
    public void applyTo(Content content) {
      content.resize(size);
    }

    @Override
    public boolean covers(long at) {
      return at >= size;
    }

    @Override
    public int bytes() {
      return 0;
    }
  }
}
