package dev.ordeal.checkers.store;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.models.Independent;
import java.util.LinkedHashMap;

/**
 * The promises that a store can make of its keys, and those of one whose keys lie on a ring of
 * nodes. Keys are independent, and so named: {@code write [key value]}, {@code read [key nil]}
 * which answers {@code [key value]}, {@code cas [key [from to]]}.
 */
public final class StoreCheckers {

  private StoreCheckers() {}

  /**
   * {@code store-linearizable}: each key is a linearizable register with compare-and-set, and once
   * the faults are healed no acknowledged write is lost.
   */
  public static Checker linearizable() {
    return Checker.compose(safe());
  }

  /** {@code store-durable}: once the faults are healed no acknowledged write is lost. */
  public static Checker durable() {
    return Checker.compose(kept());
  }

  /**
   * {@code ring-linearizable}: as {@link #linearizable}, keys lie evenly and few move, and once the
   * faults are healed all copies agree.
   */
  public static Checker linearizableRing() {
    return onRing(safe());
  }

  /** {@code ring-durable}: the same without linearizability. */
  public static Checker durableRing() {
    return onRing(kept());
  }

  private static Checker onRing(LinkedHashMap<String, Checker> parts) {
    parts.put("placement", new Placement());
    parts.put("convergence", new Convergence());
    return Checker.compose(parts);
  }

  private static LinkedHashMap<String, Checker> safe() {
    // What is lost for good is told first: it says more than that a read was stale.
    var parts = kept();
    parts.put("linearizable", Linearizable.of(Independent.casRegisters()));
    return parts;
  }

  private static LinkedHashMap<String, Checker> kept() {
    var parts = new LinkedHashMap<String, Checker>();
    parts.put("lost-writes", new LostWrites());
    return parts;
  }
}
