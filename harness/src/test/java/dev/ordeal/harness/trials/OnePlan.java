package dev.ordeal.harness.trials;

import dev.ordeal.harness.FaultPlan;
import dev.ordeal.harness.Nemesis;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.SetupFailure;
import dev.ordeal.harness.generator.Generator;
import dev.ordeal.harness.generator.Generators;
import dev.ordeal.history.Op;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A plan of one harmless fault, whose nemesis needs a capability and heals as it is told. */
public final class OnePlan implements FaultPlan, Nemesis {
  private final Class<?> need;
  private final Healing healing;
  private final AtomicInteger healings = new AtomicInteger();

  private final Consumer<Cluster> deed;

  private OnePlan(Class<?> need, Consumer<Cluster> deed, Healing healing) {
    this.need = need;
    this.deed = deed;
    this.healing = healing;
  }

  /** Does the n-th healing, from 1. */
  public interface Healing {
    /** Heals, or fails to. */
    void heal(int number) throws Exception;
  }

  /** It needs this of the cluster. */
  public static OnePlan needing(Class<?> capability) {
    return new OnePlan(capability, cluster -> {}, number -> {});
  }

  /** It heals like this. */
  public static OnePlan healing(Healing healing) {
    return new OnePlan(Object.class, cluster -> {}, healing);
  }

  /** Its one injection does this. */
  public static OnePlan doing(Consumer<Cluster> deed) {
    return new OnePlan(Object.class, deed, number -> {});
  }

  /** How often it was told to heal. */
  public int healings() {
    return healings.get();
  }

  @Override
  public String text() {
    return "a scare";
  }

  @Override
  public Nemesis nemesis() {
    return this;
  }

  @Override
  public Generator schedule() {
    return Generators.invoke("scare");
  }

  @Override
  public Map<String, String> kinds() {
    return Map.of("scare", "calm");
  }

  @Override
  public Set<String> fs() {
    return Set.of("scare", "calm");
  }

  @Override
  public void requireSupport(Cluster cluster) {
    if (need != Object.class && cluster.capability(need).isEmpty()) {
      throw new SetupFailure(cluster.backend() + " has no " + need.getSimpleName());
    }
  }

  @Override
  public Object invoke(Op op, Cluster cluster) {
    deed.accept(cluster);
    return Map.of("said", "boo", "bit", true);
  }

  @Override
  public void heal(Cluster cluster) throws Exception {
    healing.heal(healings.incrementAndGet());
  }
}
