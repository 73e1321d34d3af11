package dev.ordeal.nemesis.internal;

import dev.ordeal.history.Op;
import dev.ordeal.nemesis.Fault;
import java.util.LinkedHashMap;

/** The nemesis ops that inject. */
final class Injections {

  private Injections() {}

  /** Injects this fault under this name, with a draw for what chance decides. */
  static Op invoke(Fault fault, String id, long draw) {
    var value = new LinkedHashMap<String, Object>(fault.aim());
    value.put("id", id);
    value.put("draw", draw);
    return Op.invoke(fault.inject(), value);
  }
}
