package dev.ordeal.toxiproxy.toxic;

import dev.ordeal.toxiproxy.model.Refusal;

/**
 * Passes {@code rate} kilobytes (1,000 bytes) a second, for each connection by itself. A chunk
 * leaves when its bytes have been paid for: first wait, then send. One of more than 100 ms worth
 * leaves in pieces of 100 ms. A wait that took too long is made up for by the next. A rate of 0
 * lets nothing pass until the toxic is changed or removed.
 */
final class Bandwidth implements Behaviour {
  static final ToxicType TYPE =
      ToxicType.of(
              "bandwidth",
              (attributes, random, now) -> new Bandwidth(attributes),
              Attribute.whole("rate"))
          .withCheck(Bandwidth::check);

  private static final long PIECE_MILLIS = 100;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long PIECE_NANOS = PIECE_MILLIS * NANOS_PER_MILLI;

  /** More than any machine moves, and far from where a product runs over. */
  private static final long MAX_RATE = 1L << 40;

  private long rate;
  private long debt;
  private long waitingSince;
  private boolean headCharged;
  private boolean paid;
  private boolean blocked;

  private Bandwidth(Attributes attributes) {
    rate = Math.min(MAX_RATE, attributes.whole("rate"));
  }

  private static void check(Attributes attributes) {
    long rate = attributes.whole("rate");
    if (rate < 0) {
      throw Refusal.badRequest("rate must not be negative, was " + rate);
    }
  }

  @Override
  public long run(ChunkQueue in, ChunkQueue out, long now) {
    for (Chunk head = in.peek(); head != null; head = in.peek()) {
      if (rate == 0) {
        return NEVER;
      }
      charge(head, now);
      boolean wholeHead = head.size() <= rate * PIECE_MILLIS;
      if (!paid && !pay(wholeHead, now)) {
        return waitingSince + (wholeHead ? debt : PIECE_NANOS);
      }
      if (!out.hasRoom()) {
        blocked = true;
        return NEVER;
      }
      out.add(in.take(rate * PIECE_MILLIS));
      paid = false;
      headCharged = !wholeHead;
      if (blocked) {
        // Time spent on a full queue is no credit for the next piece.
        waitingSince = now;
        blocked = false;
      }
    }
    in.passTo(out);
    return NEVER;
  }

  private void charge(Chunk head, long now) {
    if (!headCharged) {
      debt += head.size() * NANOS_PER_MILLI / rate;
      waitingSince = now;
      headCharged = true;
    }
  }

  /** Whether the wait for the next piece is over; what it took too long is then a credit. */
  private boolean pay(boolean wholeHead, long now) {
    long waited = now - waitingSince;
    if (waited < (wholeHead ? debt : PIECE_NANOS)) {
      return false;
    }
    long served = wholeHead ? waited : PIECE_NANOS;
    debt -= served;
    waitingSince += served;
    paid = true;
    return true;
  }

  @Override
  public void update(Attributes attributes, ChunkQueue in, ChunkQueue out, long now) {
    in.releaseHeadTo(out);
    rate = Math.min(MAX_RATE, attributes.whole("rate"));
    debt = 0;
    headCharged = false;
    paid = false;
    blocked = false;
  }
}
