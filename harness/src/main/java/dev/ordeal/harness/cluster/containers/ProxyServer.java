package dev.ordeal.harness.cluster.containers;

/** Which Toxiproxy server runs the proxies beside the nodes. */
public enum ProxyServer {
  /** The original, in its own image, if that is on the engine or can be pulled; else ours. */
  ORIGINAL_IF_AVAILABLE,
  /** The original: {@value LinksContainer#ORIGINAL}. */
  ORIGINAL,
  /** Ours, in an image made on this machine: seeded, and nothing is pulled. */
  EMBEDDED
}
