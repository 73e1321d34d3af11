package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.Jvms;
import dev.ordeal.harness.cluster.Jvms.Deed;
import dev.ordeal.harness.cluster.Jvms.Heap;
import dev.ordeal.harness.cluster.Jvms.Held;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Probes;
import dev.ordeal.harness.cluster.Probes.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Does something to the JVMs of nodes. */
enum JvmMechanism implements Mechanism {
  /** All threads stand for a time, or until healed, if that comes first. */
  STALL("stall nodes", Deed.STALL) {
    @Override
    Bite hit(Node node, Aim aim, Cluster cluster, Undo undo) {
      var jvms = Need.of(cluster, Jvms.class, what());
      var time = Duration.ofMillis(Long.parseLong(aim.text("for").replace(" ms", "")));
      var held = new AtomicReference<@Nullable Held>();
      undo.note("stood", () -> said(node, held.get()));
      var campaign =
          new Campaign(
              cluster,
              "stall-" + node.name(),
              () -> {
                release(held.get());
                return Optional.empty();
              });
      undo.add(() -> release(held.get()));
      undo.add(campaign::stop);
      held.set(jvms.stall(node));
      campaign.begin(time);
      return isSilent(node, time, cluster);
    }
  },
  /** Heaps are full, until healed. */
  EXHAUST_HEAP("exhaust the heaps of nodes", Deed.EXHAUST_HEAP) {
    @Override
    Bite hit(Node node, Aim aim, Cluster cluster, Undo undo) {
      var jvms = Need.of(cluster, Jvms.class, what());
      var before = jvms.heap(node);
      var held = new AtomicReference<@Nullable Held>();
      undo.note("heap", () -> said(node, held.get()));
      undo.add(() -> release(held.get()));
      held.set(jvms.exhaustHeap(node));
      return isFull(node, before, jvms);
    }
  };

  private static final int LOOKS_MAX = 40;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final String what;
  private final Deed deed;

  JvmMechanism(String what, Deed deed) {
    this.what = what;
    this.deed = deed;
  }

  abstract Bite hit(Node node, Aim aim, Cluster cluster, Undo undo);

  String what() {
    return what;
  }

  @Override
  public void requireSupport(Aim aim, Cluster cluster) {
    var jvms = Need.of(cluster, Jvms.class, what);
    for (Node node : cluster.nodes()) {
      Need.noObjection(cluster, what, jvms.obstacle(deed, node));
    }
  }

  @Override
  public Effect inject(Aim aim, Cluster cluster, Undo undo) {
    var chosen = ChosenNodes.of(aim, cluster, what);
    if (chosen.isEmpty()) {
      return Effect.nobody(what, aim);
    }
    var bites = new ArrayList<Bite>();
    chosen.nodes().forEach(node -> bites.add(hit(node, aim, cluster, undo)));
    var done = new LinkedHashMap<>(chosen.done());
    aim.rest("targets").forEach(done::put);
    return new Effect(done, Bite.all(bites));
  }

  private static void release(@Nullable Held held) {
    if (held != null) {
      held.release();
    }
  }

  private static String said(Node node, @Nullable Held held) {
    var said = held == null ? "" : held.release();
    return said.isEmpty() ? "" : node.name() + " " + said;
  }

  /** Or answers only when a short stall is over. */
  private static Bite isSilent(Node node, Duration time, Cluster cluster) {
    var probes = cluster.capability(Probes.class);
    if (probes.isEmpty()) {
      return new Bite(false, "there is nothing to probe " + node.name() + " with");
    }
    var reply = probes.get().node(node);
    boolean isLate = reply.after().compareTo(time.dividedBy(2)) >= 0;
    boolean stood =
        reply.answer() == Answer.SILENT || (reply.answer() == Answer.ANSWERED && isLate);
    return new Bite(stood, node.name() + " was " + reply.words());
  }

  /** A JVM that its memory's end has ended has met it as well: but that is not what is asked. */
  private static Bite isFull(Node node, Optional<Heap> before, Jvms jvms) {
    Optional<Heap> now = Optional.empty();
    for (int look = 0; look < LOOKS_MAX; look++) {
      now = jvms.heap(node);
      if (now.filter(Heap::isFull).isPresent()) {
        break;
      }
      await(BETWEEN_LOOKS);
    }
    boolean wasNot = before.isPresent() && !before.get().isFull();
    return new Bite(
        wasNot && now.filter(Heap::isFull).isPresent(),
        node.name()
            + "'s heap "
            + now.map(Heap::words).orElse("is not to be seen")
            + before.map(heap -> " (before: " + heap.words() + ")").orElse(""));
  }

  private static void await(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException early) {
      Thread.currentThread().interrupt();
    }
  }
}
