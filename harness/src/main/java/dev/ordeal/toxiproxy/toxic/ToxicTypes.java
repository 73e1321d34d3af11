package dev.ordeal.toxiproxy.toxic;

import dev.ordeal.toxiproxy.model.Refusal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The registry of toxic types: a new one is one class and one line here. */
final class ToxicTypes {
  private static final Map<String, ToxicType> BY_NAME =
      List.of(
              Latency.TYPE,
              Bandwidth.TYPE,
              SlowClose.TYPE,
              Timeout.TYPE,
              ResetPeer.TYPE,
              Slicer.TYPE,
              LimitData.TYPE,
              PacketLoss.TYPE,
              Noop.TYPE)
          .stream()
          .collect(Collectors.toUnmodifiableMap(ToxicType::name, Function.identity()));

  private ToxicTypes() {}

  static ToxicType named(String name) {
    ToxicType type = BY_NAME.get(name);
    if (type == null) {
      throw Refusal.badRequest("invalid toxic type");
    }
    return type;
  }
}
