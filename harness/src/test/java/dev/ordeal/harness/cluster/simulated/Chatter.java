package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Grudge;
import dev.ordeal.harness.cluster.Network;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import dev.ordeal.harness.cluster.Site;
import dev.ordeal.harness.cluster.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A chatty program under random faults, and the trace of all that happened to it. */
final class Chatter implements SimulatedNode {
  private static final Duration RUN = Duration.ofSeconds(3);

  private long heard;
  private @Nullable SimulatedHost host;

  @Override
  public void start(SimulatedHost host) {
    this.host = host;
    heard = host.disk().read("heard").map(record -> (Long) record.get("count")).orElse(0L);
    host.log("start " + heard);
    host.after(Duration.ofMillis(5), this::gossip);
  }

  private void gossip() {
    var self = host;
    var peers = self.nodes();
    var to = peers.get(self.random().nextInt(peers.size()));
    var rumour =
        List.of(self.now(), self.random().nextLong(), (long) (self.random().nextDouble() * 1e15));
    self.send(to, Map.of("type", "rumour", "of", self.name(), "rumour", rumour, "hops", 3));
    var never = self.after(Duration.ofMillis(50), () -> self.log("never"));
    self.after(Duration.ofMillis(20 + self.random().nextInt(20)), never);
    self.after(Duration.ofMillis(1 + self.random().nextInt(20)), this::gossip);
  }

  @Override
  public void receive(String src, Map<String, @Nullable Object> body) {
    var self = host;
    self.log(src + " " + body);
    heard++;
    self.disk().write("heard", Map.of("count", heard));
    if (body.get("msg_id") instanceof Long id) {
      self.disk()
          .sync(() -> self.send(src, Map.of("type", "ok", "in_reply_to", id, "heard", heard)));
    } else if ((Long) body.get("hops") > 0 && self.random().nextInt(3) > 0) {
      var to = self.nodes().get(self.random().nextInt(self.nodes().size()));
      var passedOn = new java.util.HashMap<String, @Nullable Object>(body);
      passedOn.put("hops", (Long) body.get("hops") - 1);
      self.send(to, passedOn);
    }
    if (self.random().nextInt(2_000) == 0) {
      throw new IllegalStateException("bad luck");
    }
  }

  /** Runs a seed and answers its whole trace: every node's log, then what the clients saw. */
  static String trace(long seed, Path folder) throws IOException {
    var site = new Site(seed, Files.createDirectories(folder), folder.resolve("data"));
    var clients = new StringBuilder();
    var backend =
        SimulatedBackend.of(5, name -> new Chatter()).reordering(0.1).loss(0.02).duplication(0.02);
    try (var cluster = backend.open(site)) {
      var time = cluster.capability(VirtualTime.class).orElseThrow();
      var dice = SeededRandom.of(seed, 99);
      for (long at = 0; at < RUN.toNanos(); at += 10_000_000) {
        time.at(at, () -> disturb(cluster, dice));
        time.at(at, () -> ask(cluster, time, dice, clients));
      }
      while (time.runNext(RUN.toNanos())) {}
      clients.append("events until ").append(time.now());
    } finally {
      for (int node = 1; node <= 5; node++) {
        var log = Files.readString(site.logs().resolve("n" + node + ".log"));
        clients.insert(0, withoutFrames(log));
      }
    }
    return clients.toString();
  }

  /** Stack frames have line numbers, which a pinned trace must not depend on. */
  private static String withoutFrames(String log) {
    return log.lines()
        .filter(line -> !line.contains("\tat "))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static void ask(
      Cluster cluster, VirtualTime time, SeededRandom dice, StringBuilder seen) {
    var node = cluster.nodes().get(dice.nextInt(5));
    node.rpc()
        .call(Map.of("type", "ask"), Duration.ofMillis(30))
        .whenComplete(
            (answer, failure) ->
                seen.append(time.now()).append(' ').append(answer).append(failure).append('\n'));
  }

  private static void disturb(Cluster cluster, SeededRandom dice) {
    var network = cluster.capability(Network.class).orElseThrow();
    var processes = cluster.capability(Processes.class).orElseThrow();
    Node node = cluster.nodes().get(dice.nextInt(5));
    var one = Grudge.oneWay(List.of(node.name()), List.of("n1", "n2"));
    switch (dice.nextInt(8)) {
      case 0 -> network.cut(one, Network.Cut.BLACKHOLE);
      case 1 -> network.cut(one, Network.Cut.REFUSE);
      case 2 -> network.slow(one, Duration.ofMillis(9), Duration.ofMillis(4));
      case 3 -> network.heal();
      case 4 -> processes.kill(node);
      case 5 -> {
        if (processes.alive(node)) {
          processes.pause(node);
        }
      }
      default -> {
        processes.start(node);
        processes.resume(node);
      }
    }
  }
}
