package dev.ordeal.harness.trials;

import static dev.ordeal.harness.generator.Generators.cycle;
import static dev.ordeal.harness.generator.Generators.sleep;

import dev.ordeal.harness.FaultPlan;
import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.generator.Generators;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything goes down after a calm, and up again: data, and two ways to do it. */
public record Outage(Duration calm, Duration lasting, Consumer<Cluster> down, Consumer<Cluster> up)
    implements FaultPlan, Nemesis {

  @Override
  public String text() {
    return "outage";
  }

  @Override
  public Nemesis nemesis() {
    return this;
  }

  @Override
  public Generator schedule() {
    return cycle(sleep(calm), Generators.invoke("down"), sleep(lasting), Generators.invoke("up"));
  }

  @Override
  public Map<String, String> kinds() {
    return Map.of("down", "up");
  }

  @Override
  public Set<String> fs() {
    return Set.of("down", "up");
  }

  @Override
  public @Nullable Object invoke(Op op, Cluster cluster) {
    (op.f().equals("down") ? down : up).accept(cluster);
    return Map.of("bit", true);
  }

  @Override
  public void heal(Cluster cluster) {
    up.accept(cluster);
  }
}
