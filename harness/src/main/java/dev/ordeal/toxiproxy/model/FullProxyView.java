package dev.ordeal.toxiproxy.model;

/**
 * A proxy with what the original does not have.
 *
 * @param connect what happens to those who connect
 * @param keepEnds whether half-closes and resets are passed on as what they are
 * @param connections how many are open
 */
public record FullProxyView(
    ProxyView proxy, ConnectFault connect, boolean keepEnds, int connections) {}
