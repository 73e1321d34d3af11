package dev.ordeal.harness.interpreter;

import static dev.ordeal.harness.generator.Generators.any;
import static dev.ordeal.harness.generator.Generators.clients;
import static dev.ordeal.harness.generator.Generators.eachProcess;
import static dev.ordeal.harness.generator.Generators.forEach;
import static dev.ordeal.harness.generator.Generators.fromSeed;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.mix;
import static dev.ordeal.harness.generator.Generators.nemesis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.client.RpcException;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.History;
import dev.ordeal.history.Op;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random generators on random clients always leave a well-formed history, and always end. */
@Timeout(120)
class FuzzTest {
  private static final Duration LIMIT = Duration.ofMillis(40);
  private static final Duration STRAGGLERS = Duration.ofMillis(30);

  @Test
  void in_virtual_time() throws Exception {
    for (long seed = 0; seed < 300; seed++) {
      var time = new QueueTime();
      var ops = new ArrayList<Op>();
      var random = new SplittableRandom(seed);
      var setup =
          setup(node -> connected(random, new RandomClient(time, node.name())), random, ops);
      try (var interpreter = Interpreter.inVirtualTime(setup, time)) {
        phases(interpreter, random);
      }
      check(ops, seed);
    }
  }

  @Test
  void in_real_time() throws Exception {
    for (long seed = 0; seed < 15; seed++) {
      var ops = new ArrayList<Op>();
      var random = new SplittableRandom(seed);
      var setup = setup(node -> new Moody(random.split()), random.split(), ops);
      try (var interpreter = Interpreter.inRealTime(setup)) {
        phases(interpreter, random.split());
      }
      check(ops, seed);
    }
  }

  private static Client connected(SplittableRandom random, Client client) throws IOException {
    if (random.nextInt(5) == 0) {
      throw new IOException("refused");
    }
    return client;
  }

  private static Setup setup(Client.Connector connector, SplittableRandom random, List<Op> ops) {
    int concurrency = random.nextInt(1, 9);
    return Setup.of(connector, FakeNode.several(3), concurrency, random.nextLong(), ops::add)
        .withStragglers(STRAGGLERS)
        .withNemesis(
            op -> {
              if (op.f().equals("kill")) {
                throw new IllegalStateException("no");
              }
              return List.of("n1");
            });
  }

  private static void phases(Interpreter interpreter, SplittableRandom random) throws Exception {
    var faults = mix(invoke("kill").repeat(), invoke("cut").repeat());
    interpreter.run(
        any(clients(load(random)), nemesis(faults.stagger(Duration.ofMillis(3)))).timeLimit(LIMIT));
    interpreter.run(nemesis(invoke("heal")));
    interpreter.run(clients(eachProcess(invoke("read").untilOk())).timeLimit(LIMIT));
  }

  private static Generator load(SplittableRandom random) {
    Generator adds = forEach(n -> Op.invoke("add", n));
    return switch (random.nextInt(4)) {
      case 0 -> adds.stagger(Duration.ofNanos(300_000));
      case 1 -> mix(fromSeed(draw -> Op.invoke("read", draw.nextInt(5))), adds).rate(2_000);
      case 2 -> eachProcess(adds.delay(Duration.ofMillis(1)));
      default ->
          eachProcess(
              invoke("acquire")
                  .whenOk(got -> adds.limit(2).then(invoke("release")))
                  .repeat()
                  .stagger(Duration.ofMillis(1)));
    };
  }

  private static void check(List<Op> ops, long seed) {
    var history = History.of(ops);
    assertThat(history.operations().map(operation -> operation.completion().isPresent()))
        .as("seed %d: every operation is completed at the end", seed)
        .isNotEmpty()
        .containsOnly(true);
    assertThat(ops).as("seed %d", seed).extracting(Op::time).isSorted();
    assertThat(ops).as("seed %d", seed).filteredOn(op -> op.f().equals("heal")).hasSize(2);
  }

  /** Blocks, hangs, throws or answers. */
  private static final class Moody implements Client {
    private final SplittableRandom random;
    private final CountDownLatch closed = new CountDownLatch(1);

    Moody(SplittableRandom random) {
      this.random = random;
    }

    @Override
    public Op invoke(Op op) throws Exception {
      LockSupport.parkNanos(random.nextLong(2_000_000));
      switch (random.nextInt(8)) {
        case 0 -> closed.await();
        case 1 -> throw new RpcException(true, 22, "held");
        case 2 -> throw new IOException("reset");
        case 3 -> Thread.currentThread().interrupt();
        default -> {}
      }
      return random.nextInt(5) == 0 ? op.info("who knows") : op.ok();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }
}
