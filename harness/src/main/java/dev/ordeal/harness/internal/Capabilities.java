package dev.ordeal.harness.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a cluster can do, by the kind of capability; made when it is asked for. */
public final class Capabilities {
  private final Map<Class<?>, Supplier<? extends Optional<?>>> byKind = new LinkedHashMap<>();

  /** The same, with one that is always there. */
  public <C> Capabilities with(Class<C> kind, Supplier<? extends C> capability) {
    return withAny(kind, () -> Optional.of(capability.get()));
  }

  /** The same, with one that may be there. */
  public <C> Capabilities withAny(
      Class<C> kind, Supplier<? extends Optional<? extends C>> capability) {
    byKind.put(kind, capability);
    return this;
  }

  /** The one of a kind, if there is one. */
  public <C> Optional<C> get(Class<C> kind) {
    var made = byKind.get(kind);
    return made == null ? Optional.empty() : made.get().map(kind::cast);
  }
}
