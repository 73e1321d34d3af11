package dev.ordeal.harness.trials;

import static dev.ordeal.harness.generator.Generators.eachProcess;
import static dev.ordeal.harness.generator.Generators.forEach;
import static dev.ordeal.harness.generator.Generators.invoke;
import static dev.ordeal.harness.generator.Generators.mix;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Checkers;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.client.Client;
import dev.ordeal.harness.client.RpcClient;
import dev.ordeal.harness.cluster.simulated.SimulatedBackend;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.history.Op;
import dev.ordeal.results.RunStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Trials of a register on three simulated nodes, and parts to make others from. */
public final class Registers {
  private static final String CHECKER = "linearizable-register";

  private Registers() {}

  /** Three nodes that keep one register. */
  public static SimulatedBackend backend() {
    return SimulatedBackend.of(3, RegisterNode.sound());
  }

  /** Three nodes that each keep one. */
  public static SimulatedBackend brokenBackend() {
    return SimulatedBackend.of(3, RegisterNode.broken());
  }

  /** Reads and writes, and in the end a read by everybody. */
  public static Workload workload() {
    return workload(RpcClient.connector(Duration.ofMillis(50)), operations(), everybodyReads());
  }

  /** The same promise with other parts. */
  public static Workload workload(Client.Connector connector, Generator main, Generator end) {
    return workload(connector, main, end, Checkers.named(CHECKER).orElseThrow());
  }

  /** The same workload, judged by this checker. */
  public static Workload judgedBy(Checker checker) {
    var connector = RpcClient.connector(Duration.ofMillis(50));
    return workload(connector, operations(), everybodyReads(), checker);
  }

  private static Workload workload(
      Client.Connector connector, Generator main, Generator end, Checker checker) {
    return new Workload("register", connector, main, end, CHECKER, checker);
  }

  /** Endless reads and writes, 5 ms apart on average. */
  public static Generator operations() {
    return mix(invoke("read").repeat(), forEach(i -> Op.invoke("write", Map.of("value", i))))
        .stagger(Duration.ofMillis(5));
  }

  /** A read by every process. */
  public static Generator everybodyReads() {
    return eachProcess(invoke("read"));
  }

  /** A second of five clients on the sound register, stored below this folder. */
  public static Trial trial(Path store) {
    return Trial.named("register")
        .on(backend())
        .workload(workload())
        .concurrency(5)
        .time(Duration.ofSeconds(1))
        .seed(7)
        .store(RunStore.at(store))
        .quiet();
  }
}
