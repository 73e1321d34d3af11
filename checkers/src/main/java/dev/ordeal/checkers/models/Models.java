package dev.ordeal.checkers.models;

import dev.ordeal.checkers.Model;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The models of this library by name, as {@link Model#name} says it. */
public final class Models {
  private static final Map<String, Model<?>> ALL =
      List.of(
              new Register(),
              new CasRegister(),
              CasRegister.ofKnossos(null),
              new RegisterStore(),
              Independent.casRegisters(),
              new KeyValueStore(),
              new TransactionStore(),
              new Bank(),
              new Mutex(),
              new OwnerAwareMutex(),
              new FencedLock(),
              new FifoQueue(),
              new Stack(),
              new PriorityQueue(),
              new ElementSet(),
              new AppendLog(),
              new Counter(),
              new GrowOnlySet(),
              new UniqueIds())
          .stream()
          .collect(Collectors.toMap(Model::name, model -> model, (a, b) -> a, TreeMap::new));

  private Models() {}

  /** The model of this name, if there is one. */
  public static Optional<Model<?>> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** The model of this name that holds a plain value at first, if there is such a model. */
  public static Optional<Model<?>> holding(String name, @Nullable Object initial) {
    return switch (name) {
      case "cas-register" -> Optional.of(CasRegister.holding(initial));
      case "knossos-cas-register" -> Optional.of(CasRegister.ofKnossos(initial));
      default -> Optional.empty();
    };
  }

  /** The names of all models, in order. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(ALL.keySet());
  }
}
