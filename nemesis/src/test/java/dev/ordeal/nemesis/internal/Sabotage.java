package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.ForwardingBackend;
import dev.ordeal.harness.cluster.ForwardingCluster;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Clusters that do nothing of what they are told, whatever the capability: a verb that answers
 * nothing, a count of what it did, how it went, or the way back does not do it; a question, whose
 * answer is anything else, is answered truly.
 */
final class Sabotage extends ForwardingBackend {
  /** The capabilities that only look. */
  private static final Set<String> TRUE =
      Set.of("Probes", "VirtualTime", "Leadership", "Deaths", "Logs");

  Sabotage(Backend inner) {
    super(inner);
  }

  @Override
  protected Cluster stand(Cluster opened) {
    return new ForwardingCluster(opened) {
      @Override
      public <C> Optional<C> capability(Class<C> kind) {
        Optional<C> real = super.capability(kind);
        return TRUE.contains(kind.getSimpleName())
            ? real
            : real.map(able -> kind.cast(idle(kind, able)));
      }
    };
  }

  private static Object idle(Class<?> kind, @Nullable Object real) {
    return Proxy.newProxyInstance(
        kind.getClassLoader(),
        new Class<?>[] {kind},
        (proxy, verb, arguments) -> {
          Class<?> answer = verb.getReturnType();
          if (answer == void.class) {
            return null;
          } else if (answer == int.class) {
            return 0;
          } else if (answer.isEnum() && answer.getEnclosingClass() == kind) {
            return answer.getEnumConstants()[0];
          } else if (isWayBack(answer)) {
            return idle(answer, null);
          }
          return real == null ? "" : ask(verb, real, arguments);
        });
  }

  /** Something of a capability's own that can be done later. */
  private static boolean isWayBack(Class<?> answer) {
    return answer.isInterface() && answer.getEnclosingClass() != null && !isPlain(answer);
  }

  private static boolean isPlain(Class<?> answer) {
    return answer.getPackageName().startsWith("java.");
  }

  private static @Nullable Object ask(Method verb, Object real, Object[] arguments)
      throws Throwable {
    try {
      return verb.invoke(real, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }
}
