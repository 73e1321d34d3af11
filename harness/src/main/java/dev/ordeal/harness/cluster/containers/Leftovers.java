package dev.ordeal.harness.cluster.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Network;
import dev.ordeal.harness.internal.reaper.Cleanup;
import dev.ordeal.harness.internal.reaper.Ownership;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Removes the containers and networks of clusters whose JVM is gone, found by their labels: at the
 * next start, and in the reaper when this JVM is killed.
 */
public final class Leftovers implements Cleanup {
  private static final System.Logger LOG = System.getLogger(Leftovers.class.getName());
  private static final int ROUNDS = 5;

  /** For the reaper. */
  public Leftovers() {}

  /**
   * Removes everything of one cluster.
   *
   * @param argument the cluster's label
   */
  @Override
  public void clean(String argument) {
    remove(ContainerEngine.find(), argument);
  }

  /** Removes what JVMs left that are gone; what others still use is not touched. */
  static void sweep(ContainerEngine engine) {
    for (String cluster : orphans(engine.client())) {
      LOG.log(Level.INFO, "removing what a killed test left: cluster " + cluster);
      remove(engine, cluster);
    }
  }

  private static Set<String> orphans(DockerClient client) {
    var owned = List.of(Labels.OWNER, Labels.CLUSTER);
    var labels =
        Stream.concat(
            client.listContainersCmd().withShowAll(true).withLabelFilter(owned).exec().stream()
                .map(Container::getLabels),
            client.listNetworksCmd().withFilter("label", owned).exec().stream()
                .map(Network::getLabels));
    var orphans = new TreeSet<String>();
    labels
        .filter(label -> Ownership.parse(label.getOrDefault(Labels.OWNER, "")).ownerIsGone())
        .forEach(label -> orphans.add(label.getOrDefault(Labels.CLUSTER, "")));
    orphans.remove("");
    return orphans;
  }

  /** A create that was under way when its JVM was killed may still add one: so look again. */
  static void remove(ContainerEngine engine, String cluster) {
    var client = engine.client();
    var label = Map.of(Labels.CLUSTER, cluster);
    for (int round = 0; round < ROUNDS; round++) {
      var containers = client.listContainersCmd().withShowAll(true).withLabelFilter(label).exec();
      removeContainers(engine, containers.stream().map(Container::getId).toList());
      var filter = List.of(Labels.CLUSTER + "=" + cluster);
      var networks = client.listNetworksCmd().withFilter("label", filter).exec();
      for (var network : networks) {
        quietly(() -> client.removeNetworkCmd(network.getId()).exec());
      }
      if (containers.isEmpty() && networks.isEmpty()) {
        return;
      }
    }
  }

  /** All at once: the engine takes a good part of a second for each. */
  static void removeContainers(ContainerEngine engine, Collection<String> ids) {
    var threads = new ArrayList<Thread>();
    for (String id : ids) {
      var thread =
          new Thread(
              () ->
                  quietly(
                      () ->
                          engine
                              .client()
                              .removeContainerCmd(id)
                              .withForce(true)
                              .withRemoveVolumes(true)
                              .exec()),
              "ordeal-remove");
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    engine.call(
        "removing containers",
        () -> {
          for (var thread : threads) {
            thread.join();
          }
          return true;
        });
  }

  /** Gone already, or somebody else is removing it: the next round, or the next start, tells. */
  private static void quietly(Runnable removal) {
    try {
      removal.run();
    } catch (NotFoundException | ConflictException underWay) {
      LOG.log(Level.TRACE, "removed by somebody else", underWay);
    } catch (DockerException failure) {
      LOG.log(Level.DEBUG, "not removed yet", failure);
    }
  }
}
