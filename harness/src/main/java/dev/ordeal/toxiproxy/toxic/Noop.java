package dev.ordeal.toxiproxy.toxic;

/** Passes everything on unchanged; has no settings. */
final class Noop implements Behaviour {
  static final ToxicType TYPE = ToxicType.of("noop", (attributes, random, now) -> new Noop());

  private Noop() {}

  @Override
  public long run(ChunkQueue in, ChunkQueue out, long now) {
    in.passTo(out);
    return NEVER;
  }

  @Override
  public void update(Attributes attributes, ChunkQueue in, ChunkQueue out, long now) {}
}
