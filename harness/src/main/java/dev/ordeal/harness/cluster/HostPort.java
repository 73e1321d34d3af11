package dev.ordeal.harness.cluster;

/** An address as text: the host is resolved by whoever connects, as often as it connects. */
public record HostPort(String host, int port) {

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
