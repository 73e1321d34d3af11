package dev.ordeal.harness.cluster.processes;

import dev.ordeal.harness.cluster.HostPort;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.internal.ReadyQuestion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The wait of one node's start: until it is ready, has ended, or its time is over. */
final class Readiness {
  private static final int POLL_MILLIS = 5;
  private static final int CONNECT_MILLIS = 500;

  private final Node node;
  private final HostPort listen;
  private final NodeProcess process;
  private final ProcessSettings settings;
  private final BooleanSupplier givenUp;
  private final ReadyQuestion question;

  Readiness(
      Node node,
      HostPort listen,
      NodeProcess process,
      ProcessSettings settings,
      BooleanSupplier givenUp) {
    this.node = node;
    this.listen = listen;
    this.process = process;
    this.settings = settings;
    this.givenUp = givenUp;
    this.question = new ReadyQuestion(node, settings.readyWhen());
  }

  /** Waits; answers why the node is not ready, if it is not. */
  Optional<SetupFailure> await() {
    long deadline = System.nanoTime() + settings.startTimeout().toNanos();
    var wanted = "its port " + listen + " does not accept a connection";
    while (true) {
      var end = process.end();
      if (end.isPresent()) {
        return Optional.of(failure(end.get() + " before it was ready"));
      }
      if (accepts(listen)) {
        // A foreign program may have answered on the port of a node that could not take it.
        if (question.saysYes(deadline) && process.end().isEmpty()) {
          return Optional.empty();
        }
        wanted = "its port " + listen + " accepts connections, but " + question.no();
      }
      if (givenUp.getAsBoolean()) {
        return Optional.of(failure("was given up: the cluster is closing"));
      }
      if (System.nanoTime() - deadline > 0) {
        var seconds = settings.startTimeout().toMillis() / 1e3;
        return Optional.of(failure("was not ready within " + seconds + " s: " + wanted));
      }
      process.ended(POLL_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /** Whether anybody accepts a connection there. */
  static boolean accepts(HostPort listen) {
    try (var probe = new Socket()) {
      probe.connect(new InetSocketAddress(listen.host(), listen.port()), CONNECT_MILLIS);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private SetupFailure failure(String what) {
    return new SetupFailure(node.name() + " " + what + "; " + process.explanation());
  }
}
