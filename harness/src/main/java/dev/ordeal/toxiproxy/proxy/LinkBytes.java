package dev.ordeal.toxiproxy.proxy;

/** How many bytes one link has read and written, told to the metrics of its proxy as well. */
final class LinkBytes {
  private final Traffic.Totals totals;
  private long received;
  private long sent;

  LinkBytes(Traffic.Totals totals) {
    this.totals = totals;
  }

  void received(int count) {
    received += count;
    totals.received += count;
  }

  void sent(int count) {
    sent += count;
    totals.sent += count;
  }

  long received() {
    return received;
  }

  long sent() {
    return sent;
  }
}
