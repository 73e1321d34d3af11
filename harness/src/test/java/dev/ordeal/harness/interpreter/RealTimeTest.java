package dev.ordeal.harness.interpreter;

import static dev.ordeal.harness.generator.Generators.any;
import static dev.ordeal.harness.generator.Generators.clients;
import static dev.ordeal.harness.generator.Generators.forEach;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.nemesis;
import static dev.ordeal.harness.generator.Generators.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.ordeal.harness.client.Client;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import dev.ordeal.history.Op.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What blocks, hangs and is interrupted, where threads run clients. */
@Timeout(60)
class RealTimeTest {
  private final List<Op> journal = new ArrayList<>();

  private Setup setup(Client.Connector connector, int concurrency) {
    return Setup.of(connector, FakeNode.several(3), concurrency, 42, journal::add)
        .withStragglers(Duration.ofMillis(200));
  }

  @AfterEach
  void no_thread_is_left() {
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("ordeal-worker")));
  }

  @Test
  void as_many_clients_may_block_at_once_as_there_are_processes() throws Exception {
    var all = new CyclicBarrier(21);
    Client meeting =
        op -> {
          all.await();
          return op.ok();
        };
    var setup =
        setup(node -> meeting, 20)
            .withNemesis(
                op -> {
                  all.await();
                  return "met";
                });
    try (var interpreter = Interpreter.inRealTime(setup)) {
      interpreter.run(
          any(
              clients(forEach(n -> Op.invoke("meet", n)).limit(100)),
              nemesis(invoke("meet").repeat(5))));
    }
    assertThat(History.of(journal).oks("meet")).hasSize(100);
  }

  @Test
  void stragglers_end_as_info_and_their_threads_are_interrupted() throws Exception {
    var interrupted = new CountDownLatch(1);
    Client hanging =
        op -> {
          if (op.f().equals("hang")) {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException told) {
              interrupted.countDown();
              throw told;
            }
          }
          return op.ok();
        };
    try (var interpreter = Interpreter.inRealTime(setup(node -> hanging, 1))) {
      interpreter.run(clients(invoke("hang")));
      interpreter.run(clients(invoke("read")));
    }
    interrupted.await();
    assertThat(journal)
        .extracting(Op::type, Op::process)
        .containsExactly(
            tuple(Type.INVOKE, 0), tuple(Type.INFO, 0), tuple(Type.INVOKE, 1), tuple(Type.OK, 1));
    assertThat(journal.get(1).error()).asString().contains("no answer within PT0.2S");
  }

  @Test
  void a_hanging_nemesis_is_given_up_as_well() throws Exception {
    var setup =
        setup(node -> Op::ok, 1)
            .withNemesis(
                op ->
                    op.f().equals("hang") ? new Semaphore(0).tryAcquire(1, TimeUnit.DAYS) : "done");
    try (var interpreter = Interpreter.inRealTime(setup)) {
      interpreter.run(nemesis(invoke("hang")));
      interpreter.run(nemesis(invoke("heal")));
    }
    assertThat(History.of(journal).size()).isEqualTo(4);
    assertThat(journal.get(1).value()).asString().contains("failed", "no answer within");
    assertThat(journal.get(3).value()).isEqualTo("done");
  }

  @Test
  void an_interrupt_ends_a_run_that_waits() throws Exception {
    var blocked = new CountDownLatch(1);
    Client hanging =
        op -> {
          blocked.countDown();
          new CountDownLatch(1).await();
          return op.ok();
        };
    var ended = new AtomicReference<Throwable>();
    var trial =
        new Thread(
            () -> {
              try (var interpreter = Interpreter.inRealTime(setup(node -> hanging, 1))) {
                interpreter.run(clients(invoke("hang").then(sleep(Duration.ofDays(1)))));
              } catch (Throwable thrown) {
                ended.set(thrown);
              }
            });
    trial.start();
    blocked.await();
    trial.interrupt();
    trial.join();
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    assertThat(History.of(journal).size()).isEqualTo(1);
  }

  @Test
  void closing_unblocks_clients_that_only_a_close_unblocks() throws Exception {
    var socket = new Semaphore(0);
    Client reading =
        new Client() {
          @Override
          public Op invoke(Op op) {
            socket.acquireUninterruptibly();
            return op.ok();
          }

          @Override
          public void close() {
            socket.release();
          }
        };
    try (var interpreter = Interpreter.inRealTime(setup(node -> reading, 1))) {
      interpreter.run(clients(invoke("read")));
    }
    assertThat(journal).extracting(Op::type).containsExactly(Type.INVOKE, Type.INFO);
  }
}
