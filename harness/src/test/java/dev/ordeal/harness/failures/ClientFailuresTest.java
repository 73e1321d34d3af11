package dev.ordeal.harness.failures;

import static dev.ordeal.harness.failures.Ending.HARNESS_FAILURE;
import static dev.ordeal.harness.failures.Ending.INCONCLUSIVE;
import static dev.ordeal.harness.failures.Ending.VALID;
import static dev.ordeal.harness.failures.Ending.VALID_AND_TOLD;
import static dev.ordeal.harness.failures.Ending.VIOLATION_AND_TOLD;
import static dev.ordeal.harness.generator.Generators.sequence;

import dev.ordeal.harness.Workload;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.client.RpcClient;
import dev.ordeal.harness.cluster.VirtualTime;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.trials.OddBackend;
import dev.ordeal.harness.trials.Registers;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Clients and generators that break, in virtual and in real time. */
class ClientFailuresTest extends Matrix {
  private static final Generator BROKEN =
      context -> {
        throw new IllegalStateException("this generator is broken");
      };

  static Stream<Failure> failures() {
    return Stream.of(
        Failure.of(
            "the connector throws at every open",
            INCONCLUSIVE,
            (sound, bench) -> sound.workload(clients(node -> broken("no route to the server"))),
            "No read was ever ok"),
        Failure.of(
            "the connector answers null",
            HARNESS_FAILURE,
            (sound, bench) -> sound.workload(clients(node -> nothing())),
            "the connector answered null for n"),
        Failure.of(
            "a client throws at every tenth invoke",
            VALID,
            (sound, bench) -> sound.workload(throwingAtTimes()),
            "info"),
        Failure.of(
            "a client throws an OutOfMemoryError",
            HARNESS_FAILURE,
            (sound, bench) ->
                sound.workload(
                    clients(
                        node ->
                            op -> {
                              throw new OutOfMemoryError("in a client");
                            })),
            "OutOfMemoryError: in a client"),
        Failure.of(
            "a client answers what no client may",
            HARNESS_FAILURE,
            (sound, bench) -> sound.workload(clients(node -> op -> op)),
            "it must answer op.ok(..)"),
        Failure.of(
            "a client hangs in real time, deaf to interrupts",
            VALID_AND_TOLD,
            (sound, bench) -> {
              var hang = bench.hang();
              var client = new Local();
              var first = new AtomicBoolean(true);
              return sound
                  .on(OddBackend.without(VirtualTime.class, Registers.backend()))
                  .workload(
                      clients(
                          node ->
                              op -> {
                                if (client.count() > 20 && first.getAndSet(false)) {
                                  hang.run();
                                }
                                return client.invoke(op);
                              }));
            },
            "a client did not end within 5.0 s",
            "Bench"),
        Failure.of(
            "a client blocks in virtual time",
            HARNESS_FAILURE,
            (sound, bench) ->
                sound.workload(
                    clients(
                        node ->
                            op -> {
                              Thread.sleep(Duration.ofHours(1).toMillis());
                              return op.ok();
                            })),
            "stood still for 1.0 s",
            "ClientFailuresTest",
            "AsyncClient"),
        Failure.of(
            "a client's close throws",
            VALID_AND_TOLD,
            (sound, bench) ->
                sound.workload(closing(() -> broken("the connection is gone already"))),
            "did not close: IllegalStateException: the connection is gone already"),
        Failure.of(
            "a client's close throws an Error",
            VALID_AND_TOLD,
            (sound, bench) ->
                sound.workload(
                    closing(
                        () -> {
                          throw new NoClassDefFoundError("Goodbye");
                        })),
            "did not close: NoClassDefFoundError: Goodbye"),
        Failure.of(
            "a client's close hangs in virtual time",
            VALID_AND_TOLD,
            (sound, bench) -> sound.workload(closing(bench.hang())),
            "a client did not end within 5.0 s"),
        Failure.of(
            "a client's close hangs in real time",
            VALID_AND_TOLD,
            (sound, bench) ->
                sound
                    .on(OddBackend.without(VirtualTime.class, Registers.backend()))
                    .workload(closing(bench.hang())),
            "a client did not end within 5.0 s"),
        Failure.of(
            "the generator throws",
            HARNESS_FAILURE,
            (sound, bench) ->
                sound.workload(doing(sequence(Registers.operations().limit(20), BROKEN))),
            "the trial broke",
            "this generator is broken"),
        Failure.of(
            "the generator throws after a violation",
            VIOLATION_AND_TOLD,
            (sound, bench) ->
                sound
                    .on(Registers.brokenBackend())
                    .workload(doing(sequence(Registers.operations().limit(200), BROKEN))),
            "the trial broke after the violation",
            "this generator is broken"));
  }

  private static <T> T broken(String why) {
    throw new IllegalStateException(why);
  }

  @SuppressWarnings("NullAway") // What no connector may do.
  private static Client nothing() {
    return null;
  }

  private static Workload clients(Client.Connector connector) {
    return Registers.workload(connector, Registers.operations(), Registers.everybodyReads());
  }

  private static Workload throwingAtTimes() {
    var client = new Local();
    return clients(node -> op -> client.count() % 10 == 9 ? fail(client) : client.invoke(op));
  }

  private static Op fail(Local client) {
    client.skip();
    return broken("the connection broke");
  }

  private static Workload doing(Generator main) {
    return Registers.workload(
        RpcClient.connector(Duration.ofMillis(50)), main, Registers.everybodyReads());
  }

  /** One register for all, in memory. */
  private static Workload closing(Runnable close) {
    var client = new Local();
    return clients(
        node ->
            new Client() {
              @Override
              public Op invoke(Op op) {
                return client.invoke(op);
              }

              @Override
              public void close() {
                close.run();
              }
            });
  }
}
