package dev.ordeal.harness.cluster.links;

import dev.ordeal.harness.cluster.HostPort;

/** Where the proxies of a {@link LinkMesh} listen and lead, as the proxies' server sees it. */
public interface LinkLayout {

  /**
   * Where the proxy of a link listens; port 0 lets the server choose. Asked again, it may name
   * another address: it is when the first one is in use.
   *
   * @param from the node that connects there, or {@link LinkMesh#CLIENTS}
   * @param to the node that it leads to
   */
  HostPort listen(String from, String to);

  /** Where a node itself listens. */
  HostPort upstream(String to);
}
