package dev.ordeal.systems.service;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells a request from its replay: a network may deliver a message twice, and a write that is done
 * again later undoes what came between. Each sender numbers its requests; the last 64 numbers are
 * remembered one by one, and what is older counts as a replay (the anti-replay window of <a
 * href="https://www.rfc-editor.org/rfc/rfc4303#section-3.4.3">RFC 4303</a>).
 */
public final class ReplayWindow {
  private static final int SENDERS = 4096;
  private final Map<String, Window> windows = new Senders();

  private static final class Window {
    private long greatest;
    private long seen = 1;

    private Window(long first) {
      greatest = first;
    }
  }

  /** The most recent senders. */
  private static final class Senders extends LinkedHashMap<String, Window> {
    private static final long serialVersionUID = 1L;

    private Senders() {
      super(64, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
      return size() > SENDERS;
    }
  }

  /** Whether this number comes from this sender for the first time; remembers it. */
  public boolean isNew(String sender, long number) {
    Window window = windows.get(sender);
    if (window == null) {
      windows.put(sender, new Window(number));
      return true;
    }
    if (number > window.greatest) {
      long ahead = number - window.greatest;
      window.seen = (0 < ahead && ahead < Long.SIZE ? window.seen << ahead : 0) | 1;
      window.greatest = number;
      return true;
    }
    long behind = window.greatest - number;
    if (behind < 0 || behind >= Long.SIZE || (window.seen & (1L << behind)) != 0) {
      return false;
    }
    window.seen |= 1L << behind;
    return true;
  }
}
