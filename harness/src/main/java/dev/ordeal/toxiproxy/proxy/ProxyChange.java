package dev.ordeal.toxiproxy.proxy;

import dev.ordeal.toxiproxy.model.ConnectFault;
import dev.ordeal.toxiproxy.model.ToxicSpec;
import java.util.List;
import java.util.Optional;

/**
 * What one proxy is to become, as part of a change of several; absent: as it is.
 *
 * @param name of a proxy that is there, or of one to be created, which needs an upstream
 * @param listen where a new proxy listens; a proxy that is there cannot be moved
 * @param toxics all its toxics from now on
 * @param connect what happens to those who connect
 * @param keepEnds whether new connections keep half-closes and resets as what they are
 */
public record ProxyChange(
    String name,
    Optional<ListenAddress> listen,
    Optional<String> upstream,
    Optional<Boolean> enabled,
    Optional<List<ToxicSpec>> toxics,
    Optional<ConnectFault> connect,
    Optional<Boolean> keepEnds) {
  /** Copies the list. */
  public ProxyChange {
    toxics = toxics.map(List::copyOf);
  }

  /** A change that leaves a proxy as it is; to be told what to change. */
  public static ProxyChange of(String name) {
    return new ProxyChange(
        name,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A change that enables a proxy and takes every toxic and connect fault away. */
  public static ProxyChange healed(String name) {
    return of(name).withEnabled(true).withToxics(List.of()).withConnect(ConnectFault.NONE);
  }

  /** Where a new proxy listens and dials. */
  public ProxyChange withRoute(ListenAddress newListen, String newUpstream) {
    return new ProxyChange(
        name, Optional.of(newListen), Optional.of(newUpstream), enabled, toxics, connect, keepEnds);
  }

  /** Whether it listens. */
  public ProxyChange withEnabled(boolean newEnabled) {
    return new ProxyChange(
        name, listen, upstream, Optional.of(newEnabled), toxics, connect, keepEnds);
  }

  /** All its toxics. */
  public ProxyChange withToxics(List<ToxicSpec> newToxics) {
    return new ProxyChange(
        name, listen, upstream, enabled, Optional.of(newToxics), connect, keepEnds);
  }

  /** What happens to those who connect. */
  public ProxyChange withConnect(ConnectFault newConnect) {
    return new ProxyChange(
        name, listen, upstream, enabled, toxics, Optional.of(newConnect), keepEnds);
  }

  /** Whether new connections keep half-closes and resets as what they are. */
  public ProxyChange withKeepEnds(boolean newKeepEnds) {
    return new ProxyChange(
        name, listen, upstream, enabled, toxics, connect, Optional.of(newKeepEnds));
  }
}
