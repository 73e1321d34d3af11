package dev.ordeal.harness.cluster.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import dev.ordeal.harness.cluster.SetupFailure;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * The container engine that Testcontainers finds. Calls to it are bounded, and survive an interrupt
 * of the caller: faults must be healed and clusters closed after one, too.
 */
public final class ContainerEngine {
  private static final Duration BOUND = Duration.ofSeconds(90);
  private static final String DIRECT = "ordeal.containers.direct";
  private static final Object LOCK = new Object();
  private static @Nullable ContainerEngine found;
  private static @Nullable SetupFailure missing;

  private final DockerClient client;
  private final String host;
  private final ExecutorService callers =
      Executors.newCachedThreadPool(
          task -> {
            var thread = new Thread(task, "ordeal-engine");
            thread.setDaemon(true);
            return thread;
          });

  private ContainerEngine(DockerClient client, String host) {
    this.client = client;
    this.host = host;
  }

  /**
   * The engine of this machine, looked for once.
   *
   * @throws SetupFailure if there is none that can be used: one sentence on why, and what still
   *     works without it
   */
  public static ContainerEngine find() {
    synchronized (LOCK) {
      if (found == null && missing == null) {
        connect();
      }
      if (missing != null) {
        throw new SetupFailure(String.valueOf(missing.getMessage()), missing);
      }
      return Objects.requireNonNull(found);
    }
  }

  /** Why containers cannot be used here, in one sentence; empty if they can. */
  public static Optional<String> problem() {
    try {
      find();
      return Optional.empty();
    } catch (SetupFailure failure) {
      return Optional.of(String.valueOf(failure.getMessage()));
    }
  }

  private static void connect() {
    var diagnosis = EngineDiagnosis.ofThisMachine();
    try {
      diagnosis.refuseWrongChoice();
      diagnosis
          .socket()
          .ifPresent(socket -> EnginePreparation.of(socket, diagnosis.environment()).prepare());
      var factory = DockerClientFactory.instance();
      found = new ContainerEngine(factory.client(), factory.dockerHostIpAddress());
    } catch (SetupFailure failure) {
      missing = failure;
    } catch (RuntimeException | LinkageError failure) {
      missing = new SetupFailure(diagnosis.explain(failure), failure);
    }
  }

  /** Commands for the engine; safe for use by many threads. */
  DockerClient client() {
    return client;
  }

  /** The host on which the engine maps ports of containers. */
  String host() {
    return host;
  }

  /** Whether the ports of containers are mapped to the loopback address as well. */
  boolean isOnLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException elsewhere) {
      return false;
    }
  }

  /**
   * Whether this machine stands on a bridge network of the engine and reaches its containers
   * directly: then a refused connection is refused, and not accepted and dropped by the engine's
   * own port mapper. {@code -Dordeal.containers.direct=false} says that it does not.
   *
   * @param gateway the address of the bridge on the engine's side
   */
  boolean reachesDirectly(@Nullable String gateway) {
    boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
    if (!linux
        || gateway == null
        || gateway.isEmpty()
        || "false".equals(System.getProperty(DIRECT))) {
      return false;
    }
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .anyMatch(address -> address.getHostAddress().equals(gateway));
    } catch (SocketException unknown) {
      return false;
    }
  }

  /**
   * Carries out a call.
   *
   * @param what what it is for, as in "the engine failed while <i>pausing n1</i>"
   * @throws IllegalStateException if it failed, or took longer than 90 seconds
   */
  <T extends @Nullable Object> T call(String what, Callable<T> call) {
    var running = callers.submit(call);
    long deadline = System.nanoTime() + BOUND.toNanos();
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return running.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException early) {
          interrupted = true;
        }
      }
    } catch (TimeoutException hangs) {
      throw new IllegalStateException(
          "the container engine did not finish "
              + what
              + " within "
              + BOUND.toSeconds()
              + " s: it hangs or is overloaded; look at its own log",
          hangs);
    } catch (ExecutionException failure) {
      throw rethrown(what, Objects.requireNonNullElse(failure.getCause(), failure));
    } finally {
      running.cancel(true);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException rethrown(String what, Throwable cause) {
    if (cause instanceof SetupFailure setup) {
      return setup;
    }
    var text = cause instanceof DockerException docker ? said(docker) : cause.toString();
    return new IllegalStateException(
        "the container engine failed while " + what + ": " + text, cause);
  }

  private static String said(DockerException refusal) {
    return String.valueOf(refusal.getMessage()).strip();
  }
}
