package dev.ordeal.harness.cluster.simulated;

import dev.ordeal.harness.cluster.Jvms;
import dev.ordeal.harness.cluster.Node;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stalls simulated nodes, as a JVM's collections of garbage do. They have no heap of their own. */
final class SimulatedStalls implements Jvms {
  private final SimulatedCluster cluster;

  SimulatedStalls(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public Optional<String> obstacle(Deed deed, Node node) {
    return deed == Deed.STALL
        ? Optional.empty()
        : Optional.of("its nodes are objects and share the heap of this process");
  }

  @Override
  public Held stall(Node node) {
    var member = cluster.member(node);
    var life = member.life();
    if (life == null) {
      throw new IllegalStateException(
          node.name() + " cannot be stalled: it is not running; start it first");
    }
    member.log("-- stall");
    var goOn = life.stall();
    var isReleased = new AtomicBoolean();
    return () -> {
      if (isReleased.compareAndSet(false, true)) {
        member.log("-- stall ends");
        goOn.run();
      }
      return "";
    };
  }

  @Override
  public Held exhaustHeap(Node node) {
    throw new IllegalStateException(
        node.name() + " has no heap to exhaust: " + obstacle(Deed.EXHAUST_HEAP, node).orElse(""));
  }

  @Override
  public Optional<Heap> heap(Node node) {
    return Optional.empty();
  }
}
