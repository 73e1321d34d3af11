package dev.ordeal.toxiproxy.model;

import java.util.List;

/** A proxy as the API shows it, at one moment. */
public record ProxyView(
    String name, String listen, String upstream, boolean enabled, List<ToxicView> toxics) {
  /** Copies the list. */
  public ProxyView {
    toxics = List.copyOf(toxics);
  }
}
