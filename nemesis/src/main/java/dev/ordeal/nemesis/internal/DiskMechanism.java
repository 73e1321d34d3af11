package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.Cluster;
import dev.ordeal.harness.cluster.DiskEvidence;
import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.Node;
import dev.ordeal.harness.cluster.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Spoils the disks of nodes. That bites only when a node asks its disk for something, so that the
 * bite is known when it is healed. A node that ended of it is started again then.
 *
 * <p>Several injections may be in force on one disk: the last one holds, and the disk is as it was
 * when none is left.
 */
final class DiskMechanism implements Mechanism {
  private final Ailment ailment;
  private final Map<String, List<Aim>> inForce = new HashMap<>();

  private DiskMechanism(Ailment ailment) {
    this.ailment = ailment;
  }

  /** Disks have no room. */
  static DiskMechanism full() {
    return new DiskMechanism(Ailment.FULL);
  }

  /** Syncs take long. */
  static DiskMechanism slowSync() {
    return new DiskMechanism(Ailment.SLOW_SYNC);
  }

  /** Syncs fail. */
  static DiskMechanism failSync() {
    return new DiskMechanism(Ailment.FAIL_SYNC);
  }

  /** Bytes are flipped. */
  static DiskMechanism flips() {
    return new DiskMechanism(Ailment.FLIP);
  }

  /** One way in which a disk can be bad. */
  private enum Ailment {
    FULL("fill the disks of nodes", "refused writes", DiskEvidence::writesRefused) {
      @Override
      void begin(Disks disks, Node node, Aim aim) {
        disks.full(node, true);
      }

      @Override
      void end(Disks disks, Node node, Optional<Aim> other) {
        disks.full(node, other.isPresent());
      }
    },
    SLOW_SYNC("slow the syncs of nodes", "slowed syncs", DiskEvidence::syncsSlowed) {
      @Override
      void begin(Disks disks, Node node, Aim aim) {
        disks.slowSync(node, TimeText.parse(aim.text("sync")));
      }

      @Override
      void end(Disks disks, Node node, Optional<Aim> other) {
        disks.slowSync(
            node, other.map(aim -> TimeText.parse(aim.text("sync"))).orElse(Duration.ZERO));
      }
    },
    FAIL_SYNC("fail the syncs of nodes", "failed syncs", DiskEvidence::syncsFailed) {
      @Override
      void begin(Disks disks, Node node, Aim aim) {
        disks.failSync(node, true);
      }

      @Override
      void end(Disks disks, Node node, Optional<Aim> other) {
        disks.failSync(node, other.isPresent());
      }
    },
    FLIP("flip bytes on the disks of nodes", "gave flipped bytes", DiskEvidence::flippedBytesRead) {
      @Override
      void begin(Disks disks, Node node, Aim aim) {
        disks.flip(node, "**", Integer.parseInt(aim.text("bytes")), aim.random().nextLong());
      }

      @Override
      void end(Disks disks, Node node, Optional<Aim> other) {
        if (other.isEmpty()) {
          disks.mend(node);
        }
      }
    };

    private final String what;
    private final String counted;
    private final ToLongFunction<DiskEvidence> count;

    Ailment(String what, String counted, ToLongFunction<DiskEvidence> count) {
      this.what = what;
      this.counted = counted;
      this.count = count;
    }

    abstract void begin(Disks disks, Node node, Aim aim);

    /** Ends it, unless another injection of it is in force: then that one holds. */
    abstract void end(Disks disks, Node node, Optional<Aim> other);
  }

  @Override
  public void requireSupport(Aim aim, Cluster cluster) {
    Need.disks(cluster, ailment.what);
    Need.of(cluster, Processes.class, ailment.what);
  }

  @Override
  public Effect inject(Aim aim, Cluster cluster, Undo undo) {
    var disks = Need.disks(cluster, ailment.what);
    var chosen = ChosenNodes.of(aim, cluster, ailment.what);
    if (chosen.isEmpty()) {
      return Effect.nobody(ailment.what, aim);
    }
    var look = DiskLook.from(disks, chosen.nodes());
    undo.biteAtHeal(() -> look.met(ailment.count, ailment.counted));
    for (Node node : chosen.nodes()) {
      undo.add(() -> chosen.processes().start(node));
      undo.add(() -> end(disks, node, aim));
      inForce.computeIfAbsent(node.name(), any -> new ArrayList<>()).add(aim);
      ailment.begin(disks, node, aim);
    }
    var done = new LinkedHashMap<>(chosen.done());
    aim.rest("targets").forEach(done::put);
    return new Effect(done, new Bite(false, "what it does to them is seen when it is healed"));
  }

  private void end(Disks disks, Node node, Aim aim) {
    var others = inForce.getOrDefault(node.name(), List.of());
    others.remove(aim);
    var last =
        others.isEmpty() ? Optional.<Aim>empty() : Optional.of(others.get(others.size() - 1));
    ailment.end(disks, node, last);
  }
}
