package dev.ordeal.systems.ring;

import dev.ordeal.systems.port.NodeProgram;
import dev.ordeal.systems.service.Family;
import dev.ordeal.systems.service.Options;
import java.util.List;
import java.util.function.Supplier;

/**
 * The rings by name. Options: {@code replicas} (3: how many nodes keep a key; always 1 in {@code
 * ring-modulo}), {@code virtual-nodes} (64 tokens a node), {@code members} (all: how many of the
 * nodes are on the ring at first), {@code read-quorum} and {@code write-quorum} (2; {@code
 * ring-sloppy} and {@code ring-quorum-naive} only); in milliseconds {@code timeout-ms} (1000: how
 * long a node tries to serve a request), {@code retry-ms} (40: how long a node may take to answer
 * another before it is asked again), {@code gossip-ms} (100) and {@code repair-ms} (500: how often
 * a node tells another its view, and compares with it what both keep).
 */
public final class Rings implements Family {

  @Override
  public List<String> names() {
    return List.of("ring-modulo", "ring-sloppy", "ring-quorum-naive", "ring-atomic");
  }

  @Override
  public Supplier<NodeProgram> programs(String name, Options options) {
    boolean modulo = name.equals("ring-modulo");
    var all =
        new RingOptions(
            modulo ? 1 : options.count("replicas", 3),
            options.count("virtual-nodes", 64),
            options.count("members", Integer.MAX_VALUE),
            options.millis("timeout-ms", 1_000),
            options.millis("retry-ms", 40),
            options.millis("gossip-ms", 100),
            options.millis("repair-ms", 500));
    return switch (name) {
      case "ring-modulo" -> () -> QuorumRing.modulo(all);
      case "ring-sloppy" -> {
        int read = options.count("read-quorum", 2);
        int write = options.count("write-quorum", 2);
        yield () -> new SloppyRing(all, read, write);
      }
      case "ring-quorum-naive" -> {
        int read = options.count("read-quorum", 2);
        int write = options.count("write-quorum", 2);
        yield () -> QuorumRing.naive(all, read, write);
      }
      case "ring-atomic" -> () -> new AtomicRing(all);
      default -> throw new IllegalArgumentException("no ring is called " + name);
    };
  }
}
