package dev.ordeal.harness.junit;

import dev.ordeal.harness.Trial;
import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Injects a {@link Trial}, ready but for its workload, and the {@link Cluster} it runs on, if a
 * test method wants to touch it as well.
 *
 * <pre>{@code
 * @RegisterExtension static final OrdealExtension ORDEAL = OrdealExtension.on(backend);
 *
 * @Test void keeps_its_promise(Trial trial) {
 *   trial.workload(LOCK).faults(partition(HALVES).every(ofSeconds(5))).run().assertValid();
 * }
 * }</pre>
 *
 * <p>The trial is named after the test method. Its seed is {@code -Dordeal.seed} or fresh; it is
 * printed, published as a report entry, and part of every failure. A run that the test method did
 * not assert is asserted to be valid: it cannot be forgotten. With
 * {@code @ExtendWith(OrdealExtension.class)} the trial has no backend yet.
 */
public final class OrdealExtension implements ParameterResolver, AfterTestExecutionCallback {
  private static final Namespace NAMESPACE = Namespace.create(OrdealExtension.class);

  private final @Nullable Backend backend;

  /** Injects trials that say themselves where they run. */
  public OrdealExtension() {
    this(null);
  }

  private OrdealExtension(@Nullable Backend backend) {
    this.backend = backend;
  }

  /** Injects trials on this backend; a fresh cluster for each. */
  public static OrdealExtension on(Backend backend) {
    return new OrdealExtension(backend);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    var type = parameter.getParameter().getType();
    return type == Trial.class || type == Cluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var session =
        context
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                context.getUniqueId(),
                id -> new TestSession(context, Optional.ofNullable(backend)),
                TestSession.class);
    // A method that wants both wants the trial on that very cluster, in whichever order it asks.
    var types = List.of(context.getRequiredTestMethod().getParameterTypes());
    Cluster cluster = types.contains(Cluster.class) ? session.cluster() : null;
    return cluster != null && parameter.getParameter().getType() == Cluster.class
        ? cluster
        : session.trial();
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    var session = context.getStore(NAMESPACE).get(context.getUniqueId(), TestSession.class);
    if (session != null && context.getExecutionException().isEmpty()) {
      session.assertForgottenRuns();
    }
  }
}
