package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Deaths;
import dev.ordeal.harness.cluster.Leadership;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.VirtualTime;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Clusters that do nothing of what they are told: of every capability, each verb that only does
 * (its answer is nothing, or the way back) does not, and each question is answered truly.
 */
record Sabotage(Backend inner) implements Backend {
  /** What only looks. */
  private static final Set<Class<?>> TRUE =
      Set.of(Probes.class, VirtualTime.class, Leadership.class, Deaths.class);

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public String describe() {
    return inner.describe();
  }

  @Override
  public Cluster open(Site site) {
    return new Idle(inner.open(site));
  }

  private record Idle(Cluster cluster) implements Cluster {
    @Override
    public String backend() {
      return cluster.backend();
    }

    @Override
    public List<Node> nodes() {
      return cluster.nodes();
    }

    @Override
    public <C> Optional<C> capability(Class<C> kind) {
      Optional<C> real = cluster.capability(kind);
      return TRUE.contains(kind) ? real : real.map(able -> kind.cast(idle(kind, able)));
    }

    @Override
    public void close() {
      cluster.close();
    }
  }

  private static Object idle(Class<?> kind, @Nullable Object real) {
    return Proxy.newProxyInstance(
        kind.getClassLoader(),
        new Class<?>[] {kind},
        (proxy, verb, arguments) -> {
          Class<?> answer = verb.getReturnType();
          if (answer == void.class) {
            return null;
          }
          return isWayBack(answer) ? idle(answer, null) : ask(verb, real, arguments);
        });
  }

  /** An interface that can do nothing but do. */
  private static boolean isWayBack(Class<?> answer) {
    return answer.isInterface()
        && answer.getMethods().length > 0
        && Stream.of(answer.getMethods()).allMatch(verb -> verb.getReturnType() == void.class);
  }

  private static @Nullable Object ask(Method verb, @Nullable Object real, Object[] arguments)
      throws Throwable {
    try {
      return verb.invoke(real, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }
}
