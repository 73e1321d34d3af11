package dev.ordeal.nemesis;

import static java.time.Duration.ofMillis;

import dev.ordeal.checkers.Verdict;
import dev.ordeal.harness.FaultPlan;
import dev.ordeal.harness.Run;
import dev.ordeal.harness.Trial;
import dev.ordeal.harness.Workload;
import dev.ordeal.harness.generator.Generators;
import dev.ordeal.history.Op;
import dev.ordeal.results.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Whole trials in virtual time of ten seconds, in which clients do nothing but begin and end. */
record Rehearsal(Path folder, long seed, Consumer<World> events) {

  static Rehearsal in(Path folder) {
    return new Rehearsal(folder, 7, world -> {});
  }

  Rehearsal seed(long another) {
    return new Rehearsal(folder, another, events);
  }

  /** With what happens by itself. */
  Rehearsal with(Consumer<World> others) {
    return new Rehearsal(folder, seed, others);
  }

  Run run(FaultPlan plan) throws IOException {
    try (var world = new World(folder.resolve("world"))) {
      events.accept(world);
      var store = RunStore.at(folder.resolve("runs"));
      return trial(plan).on(world.cluster(), store.create("plan", Instant.now())).run();
    }
  }

  Trial trial(FaultPlan plan) {
    var nothing =
        new Workload(
            "idle",
            node -> op -> op.ok(),
            Generators.invoke("idle").repeat().stagger(ofMillis(20)),
            Generators.invoke("idle"),
            "none",
            history -> Verdict.valid());
    return Trial.named("plan")
        .workload(nothing)
        .faults(plan)
        .time(Duration.ofSeconds(10))
        .seed(seed)
        .store(RunStore.at(folder.resolve("runs")))
        .quiet();
  }

  /** What the nemesis began. */
  static List<Op> ops(Run run) {
    return run.history().stream()
        .filter(op -> op.isNemesis() && op.type() == Op.Type.INVOKE)
        .toList();
  }

  /** What the nemesis began and when, to the millisecond: {@code 1.500 kill}. */
  static List<String> times(Run run) {
    return ops(run).stream().map(op -> seconds(op.time()) + " " + op.f()).toList();
  }

  /** The same with whom it hit: {@code 1.500 kill n3}. */
  static List<String> hits(Run run) {
    var hits = new ArrayList<String>();
    for (Op op : ops(run)) {
      var info = run.history().get(run.history().partner(op.index()));
      var nodes = info.value() instanceof Map<?, ?> done ? done.get("nodes") : null;
      var hit = nodes instanceof List<?> names ? " " + String.join(",", strings(names)) : "";
      hits.add(seconds(op.time()) + " " + op.f() + hit);
    }
    return hits;
  }

  private static List<String> strings(List<?> names) {
    return names.stream().map(String::valueOf).toList();
  }

  private static String seconds(long nanos) {
    var duration = Duration.ofNanos(nanos);
    return "%d.%03d".formatted(duration.toSeconds(), duration.toMillisPart());
  }
}
