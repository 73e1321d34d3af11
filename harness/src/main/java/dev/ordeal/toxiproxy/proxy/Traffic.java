package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.model.Stream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The bytes that have ever passed, by direction, proxy, listener and upstream. They count as they
 * flow, not only when a connection ends as the original's do, and outlive the proxy.
 */
public final class Traffic {
  /** What the bytes are counted by. */
  public record Labels(Stream direction, String proxy, String listener, String upstream) {}

  /** Bytes read from one side and written to the other. */
  public static final class Totals {
    long received;
    long sent;

    private Totals() {}

    /** Bytes read. */
    public long received() {
      return received;
    }

    /** Bytes written. */
    public long sent() {
      return sent;
    }
  }

  private final Map<Labels, Totals> totals = new LinkedHashMap<>();

  Totals of(Labels labels) {
    return totals.computeIfAbsent(labels, any -> new Totals());
  }

  /** Tells all totals, the oldest first. */
  public void forEach(BiConsumer<Labels, Totals> reader) {
    totals.forEach(reader);
  }
}
