package dev.ordeal.toxiproxy.toxic;

/**
 * Passes {@code bytes} bytes, counted from when it came to the link, and then closes the connection
 * at once. New settings keep the count. With 0 the first chunk closes; an idle connection stays.
 */
final class LimitData implements Behaviour {
  static final ToxicType TYPE =
      ToxicType.of(
          "limit_data",
          (attributes, random, now) -> new LimitData(attributes),
          Attribute.whole("bytes"));

  private long limit;
  private long passed;

  private LimitData(Attributes attributes) {
    limit = attributes.whole("bytes");
  }

  @Override
  public long run(ChunkQueue in, ChunkQueue out, long now) {
    while (!in.isEmpty()) {
      if (!out.hasRoom()) {
        return NEVER;
      }
      if (limit > passed) {
        Chunk passing = in.take(limit - passed);
        passed += passing.size();
        out.add(passing);
      }
      if (limit <= passed) {
        in.clear();
        out.end(End.CLOSED);
        return NEVER;
      }
    }
    in.passTo(out);
    return NEVER;
  }

  @Override
  public void update(Attributes attributes, ChunkQueue in, ChunkQueue out, long now) {
    limit = attributes.whole("bytes");
  }
}
