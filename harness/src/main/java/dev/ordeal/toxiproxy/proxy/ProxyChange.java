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
}
