package dev.ordeal.toxiproxy.http;

import java.util.concurrent.atomic.AtomicLong;

/** Twenty characters per request: ten that tell one server from another, ten that count. */
final class RequestIds {
  private static final int RADIX = 32;
  private static final long FIRST_OF_TEN_DIGITS = 1L << 45;

  private final String server =
      Long.toString(FIRST_OF_TEN_DIGITS | (System.nanoTime() & (FIRST_OF_TEN_DIGITS - 1)), RADIX);
  private final AtomicLong next = new AtomicLong(FIRST_OF_TEN_DIGITS);

  String next() {
    return server + Long.toString(next.getAndIncrement(), RADIX);
  }
}
