package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.loop.EventLoop;
import dev.ordeal.toxiproxy.model.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The last {@value #CAPACITY} things that happened, with the times of the one clock of the loop: it
 * is set by the wall clock once and never jumps afterwards. Touched by the loop only.
 */
public final class EventLog {
  /** How many events are kept. */
  public static final int CAPACITY = 8_192;

  private final Deque<Event> events = new ArrayDeque<>();
  private final EventLoop loop;
  private final Instant origin;
  private long seq;

  /** An empty log; the time begins now. */
  public EventLog(EventLoop loop) {
    this.loop = loop;
    this.origin = Instant.now().minusNanos(loop.now());
  }

  /** The time of the loop's clock. */
  Instant now() {
    return origin.plusNanos(loop.now()).truncatedTo(ChronoUnit.MICROS);
  }

  void add(String what, String proxy, String detail) {
    if (events.size() == CAPACITY) {
      events.remove();
    }
    events.add(new Event(++seq, now(), what, proxy, detail));
  }

  /** The events after that one, oldest first; 0 for all that are kept. */
  public List<Event> since(long after) {
    return events.stream().filter(event -> event.seq() > after).toList();
  }
}
