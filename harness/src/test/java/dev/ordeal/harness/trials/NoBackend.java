package dev.ordeal.harness.trials;

import dev.ordeal.harness.cluster.Backend;
import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Site;

/** A backend that never opens a cluster, and why. */
public record NoBackend(RuntimeException why) implements Backend {

  @Override
  public String name() {
    return "none";
  }

  @Override
  public String describe() {
    return "nothing";
  }

  @Override
  public Cluster open(Site site) {
    throw why;
  }
}
