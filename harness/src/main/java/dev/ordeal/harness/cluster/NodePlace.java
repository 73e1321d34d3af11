package dev.ordeal.harness.cluster;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a node must be told to take its place in a cluster.
 *
 * @param name its name: {@code n1}
 * @param listen where it must listen, for clients and peers alike
 * @param peers for each other node, the address at which this node, and only this node, reaches it:
 *     a proxy that the nemesis can cut
 * @param data the folder for what it must not forget, as the node sees it
 */
public record NodePlace(
    String name, HostPort listen, SortedMap<String, HostPort> peers, String data) {

  /** Copies its parts. */
  public NodePlace {
    peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
  }

  /** The peers as {@code n2=127.0.0.1:4002,n3=127.0.0.1:4003}. */
  public String peersText() {
    var text = new StringBuilder();
    peers.forEach(
        (peer, address) ->
            text.append(text.isEmpty() ? "" : ",").append(peer).append('=').append(address));
    return text.toString();
  }
}
