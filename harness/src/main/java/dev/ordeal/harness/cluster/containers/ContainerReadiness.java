package dev.ordeal.harness.cluster.containers;

import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.internal.ReadyQuestion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The wait of one node's start: until it is ready, has ended, or its time is over. */
final class ContainerReadiness {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int CONNECT_MILLIS = 500;

  /** A proxy accepts for a node that does not; then it hangs up. */
  private static final int HANGS_UP_MILLIS = 500;

  private final Node node;
  private final NodeContainer container;
  private final ContainerSettings settings;
  private final Optional<HostPort> through;
  private final BooleanSupplier givenUp;
  private final ReadyQuestion question;
  private Optional<String> address = Optional.empty();
  private String wanted = "it has no address yet";

  /**
   * A wait.
   *
   * @param through the clients' proxy, where the node itself cannot be reached from here
   */
  ContainerReadiness(
      Node node,
      NodeContainer container,
      ContainerSettings settings,
      Optional<HostPort> through,
      BooleanSupplier givenUp) {
    this.node = node;
    this.container = container;
    this.settings = settings;
    this.through = through;
    this.givenUp = givenUp;
    this.question = new ReadyQuestion(node, settings.readiness().when());
  }

  /**
   * Waits.
   *
   * @param serve lets clients through to the node
   * @throws SetupFailure if it does not get ready
   */
  void await(Runnable serve) {
    long deadline = System.nanoTime() + settings.readiness().timeout().toNanos();
    if (through.isPresent()) {
      serve.run();
    }
    until(deadline, this::accepts);
    serve.run();
    until(deadline, () -> saysReady(deadline));
  }

  private boolean saysReady(long deadline) {
    boolean ready = question.saysYes(deadline);
    wanted = "its port accepts connections, but " + question.no();
    return ready;
  }

  /** The container is looked at last: others may accept for one that has ended. */
  private void until(long deadline, BooleanSupplier condition) {
    while (true) {
      boolean holds = condition.getAsBoolean();
      var end = container.end();
      if (end.isPresent()) {
        throw failure(end.get() + " before it was ready");
      }
      if (holds) {
        return;
      }
      if (givenUp.getAsBoolean()) {
        throw failure("was given up: the cluster is closing");
      }
      if (System.nanoTime() - deadline > 0) {
        var seconds = settings.readiness().timeout().toMillis() / 1e3;
        throw failure("was not ready within " + seconds + " s: " + wanted);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private boolean accepts() {
    if (through.isPresent()) {
      return answersThroughProxy(through.get());
    }
    if (address.isEmpty()) {
      address = container.address();
    }
    if (address.isEmpty()) {
      return false;
    }
    int port = settings.program().port();
    wanted = "its port " + port + " does not accept a connection";
    try (var probe = new Socket()) {
      probe.connect(new InetSocketAddress(address.get(), port), CONNECT_MILLIS);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private boolean answersThroughProxy(HostPort proxy) {
    wanted = "its port " + settings.program().port() + " does not accept a connection";
    try (var probe = new Socket()) {
      probe.connect(new InetSocketAddress(proxy.host(), proxy.port()), CONNECT_MILLIS);
      probe.setSoTimeout(HANGS_UP_MILLIS);
      return probe.getInputStream().read() >= 0;
    } catch (SocketTimeoutException stillOpen) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private SetupFailure failure(String what) {
    return new SetupFailure(node.name() + " " + what + "; " + container.explanation());
  }
}
