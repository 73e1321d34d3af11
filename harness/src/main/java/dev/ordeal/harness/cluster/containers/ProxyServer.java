package dev.ordeal.harness.cluster.containers;

import java.util.Objects;

/**
 * Which Toxiproxy server runs the proxies beside the nodes.
 *
 * @param choice the original or ours
 * @param image the image of the original
 */
public record ProxyServer(Choice choice, String image) {
  private static final String ORIGINAL = "ghcr.io/shopify/toxiproxy:2.12.0";

  /** The original or ours. */
  public enum Choice {
    /** The original if its image is on the engine or can be pulled; else ours. */
    ORIGINAL_IF_AVAILABLE,
    /** The original, or no cluster. */
    ORIGINAL,
    /** Ours, in an image made on this machine: seeded, and nothing is pulled. */
    EMBEDDED
  }

  /** Refuses nulls. */
  public ProxyServer {
    Objects.requireNonNull(choice);
    Objects.requireNonNull(image);
  }

  /** The original if its image is on the engine or can be pulled; else ours. */
  public static ProxyServer originalIfAvailable() {
    return new ProxyServer(Choice.ORIGINAL_IF_AVAILABLE, ORIGINAL);
  }

  /** The original. */
  public static ProxyServer original() {
    return new ProxyServer(Choice.ORIGINAL, ORIGINAL);
  }

  /** The original of this image, such as one of a mirror. */
  public static ProxyServer original(String image) {
    return new ProxyServer(Choice.ORIGINAL, image);
  }

  /** Ours. */
  public static ProxyServer embedded() {
    return new ProxyServer(Choice.EMBEDDED, ORIGINAL);
  }
}
