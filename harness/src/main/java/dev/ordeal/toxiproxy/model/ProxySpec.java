package dev.ordeal.toxiproxy.model;

import java.util.Optional;

/** What a request says about a proxy: absent where it says nothing. */
public record ProxySpec(
    String name, Optional<String> listen, Optional<String> upstream, Optional<Boolean> enabled) {

  /** Whether the proxy is to listen when the request creates it: yes unless it says no. */
  public boolean startsEnabled() {
    return enabled.orElse(true);
  }
}
