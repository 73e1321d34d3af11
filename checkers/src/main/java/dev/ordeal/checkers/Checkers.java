package dev.ordeal.checkers;

import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.lock.LockCheckers;
import dev.ordeal.checkers.models.Models;
import dev.ordeal.checkers.sessions.SequentialConsistency;
import dev.ordeal.checkers.sessions.SessionGuarantees;
import dev.ordeal.checkers.store.StoreCheckers;
import dev.ordeal.checkers.transactions.TransactionCheckers;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The checkers that have a name: those of this library, and what {@link CheckerProvider}s add. */
public final class Checkers {

  private Checkers() {}

  /** The checker of this name, if there is one; what a run was judged by is stored as a name. */
  public static Optional<Checker> named(String name) {
    return Optional.ofNullable(all().get(name)).map(Supplier::get);
  }

  /** The names of all checkers, in order. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(all().keySet());
  }

  private static Map<String, Supplier<Checker>> all() {
    var checkers = new TreeMap<String, Supplier<Checker>>();
    checkers.put("lock-exclusive", LockCheckers::exclusive);
    checkers.put("lock-fenced", LockCheckers::fenced);
    checkers.put("store-linearizable", StoreCheckers::linearizable);
    checkers.put("store-durable", StoreCheckers::durable);
    checkers.put("ring-linearizable", StoreCheckers::linearizableRing);
    checkers.put("ring-durable", StoreCheckers::durableRing);
    checkers.put("bank", TransactionCheckers::bank);
    checkers.put("multi-register", TransactionCheckers::registers);
    checkers.put("list-append", TransactionCheckers::appends);
    Models.names()
        .forEach(
            name ->
                checkers.put(
                    "linearizable-" + name,
                    () -> Linearizable.of(Models.named(name).orElseThrow())));
    checkers.put("session-guarantees-register", SessionGuarantees::ofRegister);
    checkers.put("session-guarantees-keys", SessionGuarantees::ofKeys);
    checkers.put("sequential-register", SequentialConsistency::ofRegister);
    checkers.put("sequential-keys", SequentialConsistency::ofKeys);
    for (CheckerProvider provider : ServiceLoader.load(CheckerProvider.class)) {
      if (checkers.put(provider.name(), provider::checker) != null) {
        throw new IllegalStateException(
            "two checkers are named "
                + provider.name()
                + ": rename the one of "
                + provider.getClass().getName());
      }
    }
    return checkers;
  }
}
