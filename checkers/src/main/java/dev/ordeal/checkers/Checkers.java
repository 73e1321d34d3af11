package dev.ordeal.checkers;

import dev.ordeal.checkers.linearizable.Linearizable;
import dev.ordeal.checkers.lock.LockCheckers;
import dev.ordeal.checkers.models.AppendLog;
import dev.ordeal.checkers.models.CasRegister;
import dev.ordeal.checkers.models.Counter;
import dev.ordeal.checkers.models.ElementSet;
import dev.ordeal.checkers.models.FencedLock;
import dev.ordeal.checkers.models.FifoQueue;
import dev.ordeal.checkers.models.GrowOnlySet;
import dev.ordeal.checkers.models.Mutex;
import dev.ordeal.checkers.models.OwnerAwareMutex;
import dev.ordeal.checkers.models.PriorityQueue;
import dev.ordeal.checkers.models.Register;
import dev.ordeal.checkers.models.Stack;
import dev.ordeal.checkers.models.UniqueIds;
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
    checkers.put("linearizable-register", () -> Linearizable.of(new Register()));
    checkers.put("linearizable-cas-register", () -> Linearizable.of(new CasRegister()));
    checkers.put("linearizable-mutex", () -> Linearizable.of(new Mutex()));
    checkers.put("linearizable-owner-aware-mutex", () -> Linearizable.of(new OwnerAwareMutex()));
    checkers.put("linearizable-fenced-lock", () -> Linearizable.of(new FencedLock()));
    checkers.put("linearizable-fifo-queue", () -> Linearizable.of(new FifoQueue()));
    checkers.put("linearizable-stack", () -> Linearizable.of(new Stack()));
    checkers.put("linearizable-priority-queue", () -> Linearizable.of(new PriorityQueue()));
    checkers.put("linearizable-set", () -> Linearizable.of(new ElementSet()));
    checkers.put("linearizable-append-log", () -> Linearizable.of(new AppendLog()));
    checkers.put("linearizable-counter", () -> Linearizable.of(new Counter()));
    checkers.put("linearizable-grow-only-set", () -> Linearizable.of(new GrowOnlySet()));
    checkers.put("linearizable-unique-ids", () -> Linearizable.of(new UniqueIds()));
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
