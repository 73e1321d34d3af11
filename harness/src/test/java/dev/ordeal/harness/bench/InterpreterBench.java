package dev.ordeal.harness.bench;

import static dev.ordeal.harness.generator.Generators.clients;
import static dev.ordeal.harness.generator.Generators.eachProcess;
import static dev.ordeal.harness.generator.Generators.fromSeed;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.mix;

import dev.ordeal.harness.client.AsyncClient;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.interpreter.FakeNode;
import dev.ordeal.harness.interpreter.Interpreter;
import dev.ordeal.harness.interpreter.OpLog;
import dev.ordeal.harness.interpreter.QueueTime;
import dev.ordeal.harness.interpreter.Setup;
import dev.ordeal.history.Op;
import dev.ordeal.results.Journal;
import dev.ordeal.results.RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Measures operations (invoke and completion) per second of wall time with a no-op client. */
public final class InterpreterBench {
  private static final int ROUNDS = 7;
  private static final int WORKERS = 20;

  private InterpreterBench() {}

  /** Prints one median per line; the argument is the number of operations in each round. */
  public static void main(String[] arguments) throws Exception {
    int operations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300_000;
    var mixed =
        mix(
            fromSeed(random -> Op.invoke("write", random.nextInt(100))),
            fromSeed(random -> Op.invoke("read", random.nextInt(100))));
    Generator locking =
        eachProcess(
            invoke("acquire")
                .whenOk(token -> invoke("write").repeat(3).then(invoke("release")))
                .repeat());
    for (var load : List.of(mixed, locking)) {
      String name = load == mixed ? "mix" : "lock script";
      Generator limited = clients(load).limit(operations);
      print(name + ", real time, journal", operations, () -> real(limited, true));
      print(name + ", real time, no journal", operations, () -> real(limited, false));
      print(name + ", virtual time, no journal", operations, () -> virtual(limited));
    }
  }

  private interface Round {
    void run() throws Exception;
  }

  private static void print(String what, int operations, Round round) throws Exception {
    long[] rates = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long begin = System.nanoTime();
      round.run();
      rates[i] = operations * 1_000_000_000L / (System.nanoTime() - begin);
    }
    Arrays.sort(rates);
    System.out.printf(
        "%-36s %,10d ops/s (worst %,d, best %,d)%n",
        what, rates[ROUNDS / 2], rates[0], rates[ROUNDS - 1]);
  }

  private static void real(Generator generator, boolean journal) throws Exception {
    if (!journal) {
      run(generator, op -> {});
      return;
    }
    Path root = Files.createTempDirectory("ordeal-bench");
    try (var file = RunStore.at(root).create("bench", Instant.now()).journal()) {
      run(generator, new Written(file));
    } finally {
      delete(root);
    }
  }

  private record Written(Journal journal) implements OpLog {
    @Override
    public void add(Op op) {
      journal.add(op);
    }

    @Override
    public void flush() {
      journal.flush();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void run(Generator generator, OpLog journal) throws Exception {
    Client client = Op::ok;
    try (var interpreter =
        Interpreter.inRealTime(
            Setup.of(node -> client, FakeNode.several(5), WORKERS, 1, journal))) {
      interpreter.run(generator);
    }
  }

  private static void virtual(Generator generator) throws Exception {
    var time = new QueueTime();
    var setup = Setup.of(node -> new Later(time), FakeNode.several(5), WORKERS, 1, op -> {});
    try (var interpreter = Interpreter.inVirtualTime(setup, time)) {
      interpreter.run(generator);
    }
  }

  /** Answers ok after a millisecond of virtual time. */
  private record Later(QueueTime time) implements AsyncClient {
    @Override
    public CompletionStage<Op> begin(Op op) {
      var stage = new CompletableFuture<Op>();
      time.at(time.now() + Duration.ofMillis(1).toNanos(), () -> stage.complete(op.ok()));
      return stage;
    }
  }
}
