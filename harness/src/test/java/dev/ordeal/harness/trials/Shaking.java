package dev.ordeal.harness.trials;

import static dev.ordeal.harness.generator.Generators.cycle;
import static dev.ordeal.harness.generator.Generators.fromSeed;
import static dev.ordeal.harness.generator.Generators.sleep;

import dev.ordeal.harness.FaultPlan;
import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Network.Cut;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.generator.Generators;
import dev.ordeal.history.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Cuts one node off or kills it, as the seed says, and heals it again; remembers each healing. */
public final class Shaking implements FaultPlan, Nemesis {
  private final List<String> done = new ArrayList<>();

  @Override
  public String text() {
    return "shaking";
  }

  @Override
  public Nemesis nemesis() {
    return this;
  }

  @Override
  public Generator schedule() {
    var pause = Duration.ofMillis(60);
    return cycle(
        sleep(pause),
        aimed("cut"),
        sleep(pause),
        plain("mend"),
        aimed("kill"),
        sleep(pause),
        plain("start"));
  }

  private static Generator plain(String f) {
    return Generators.invoke(f);
  }

  private static Generator aimed(String f) {
    return fromSeed(random -> Op.invoke(f, Map.of("node", random.nextInt(3)))).limit(1);
  }

  @Override
  public Map<String, String> kinds() {
    return Map.of("cut", "mend", "kill", "start");
  }

  @Override
  public Set<String> fs() {
    return Set.of("cut", "mend", "kill", "start");
  }

  @Override
  public @Nullable Object invoke(Op op, Cluster cluster) {
    var network = cluster.capability(Network.class).orElseThrow();
    var processes = cluster.capability(Processes.class).orElseThrow();
    switch (op.f()) {
      case "cut" -> network.cut(alone(node(op, cluster), cluster), Cut.BLACKHOLE);
      case "mend" -> network.heal();
      case "kill" -> processes.kill(node(op, cluster));
      default -> cluster.nodes().forEach(processes::start);
    }
    done.add(op.f());
    return op.value() instanceof Map<?, ?> aim ? Map.of("aim", aim, "bit", true) : null;
  }

  private static Node node(Op op, Cluster cluster) {
    return op.value() instanceof Map<?, ?> aim && aim.get("node") instanceof Long at
        ? cluster.nodes().get(at.intValue())
        : cluster.nodes().get(0);
  }

  private static Grudge alone(Node node, Cluster cluster) {
    var others =
        cluster.nodes().stream().map(Node::name).filter(name -> !name.equals(node.name())).toList();
    return Grudge.between(List.of(List.of(node.name()), others));
  }

  @Override
  public void heal(Cluster cluster) {
    cluster.capability(Network.class).orElseThrow().heal();
    var processes = cluster.capability(Processes.class).orElseThrow();
    cluster.nodes().forEach(processes::start);
    done.add("heal");
  }

  /** What it did, in order. */
  public List<String> done() {
    return done;
  }
}
