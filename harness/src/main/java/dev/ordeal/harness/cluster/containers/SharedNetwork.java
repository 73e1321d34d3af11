package dev.ordeal.harness.cluster.containers;

import java.util.Map;
import org.testcontainers.containers.Network;

/** A network of ours, as Testcontainers wants to be given one; {@link Leftovers} removes it. */
record SharedNetwork(String id) implements Network {

  static SharedNetwork create(ContainerEngine engine, String name, Map<String, String> labels) {
    return engine.call(
        "creating the network " + name,
        () ->
            new SharedNetwork(
                engine
                    .client()
                    .createNetworkCmd()
                    .withName(name)
                    .withCheckDuplicate(true)
                    .withLabels(labels)
                    .exec()
                    .getId()));
  }

  @Override
  public String getId() {
    return id;
  }

  @Override
  public void close() {}
}
