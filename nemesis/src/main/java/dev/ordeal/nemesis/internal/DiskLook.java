package dev.ordeal.nemesis.internal;

import dev.ordeal.harness.cluster.DiskEvidence;
import dev.ordeal.harness.cluster.Disks;
import dev.ordeal.harness.cluster.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Looks at what the disks of nodes have counted since a moment: what the nodes met, and not what
 * was asked of the disks.
 */
record DiskLook(Disks disks, Map<Node, DiskEvidence> before) {

  /** From now on. */
  static DiskLook from(Disks disks, List<Node> nodes) {
    var before = new LinkedHashMap<Node, DiskEvidence>();
    nodes.forEach(node -> before.put(node, disks.evidence(node)));
    return new DiskLook(disks, before);
  }

  private DiskEvidence since(Node node) {
    return disks.evidence(node).since(before.getOrDefault(node, DiskEvidence.NONE));
  }

  /** Every disk lost what was not synced, be it nothing. */
  Bite lostPower() {
    return Bite.all(before.keySet().stream().map(node -> lostPower(node, since(node))).toList());
  }

  private static Bite lostPower(Node node, DiskEvidence met) {
    var disk = "the disk of " + node.name();
    if (met.powerLosses() == 0) {
      return new Bite(false, disk + " lost no power");
    }
    if (met.writesLost() == 0 && met.bytesLost() == 0 && met.namesLost() == 0) {
      return new Bite(true, disk + " had nothing unsynced to lose");
    }
    return new Bite(
        true,
        "%s lost %s (%s) and %s"
            .formatted(
                disk,
                number(met.writesLost(), "write"),
                number(met.bytesLost(), "byte"),
                number(met.namesLost(), "name")));
  }

  /** At least one of the disks met it, so often; who never asks its disk cannot. */
  Bite met(ToLongFunction<DiskEvidence> count, String counted) {
    return Bite.any(
        before.keySet().stream()
            .map(
                node -> {
                  long times = count.applyAsLong(since(node));
                  return new Bite(
                      times > 0, "the disk of " + node.name() + " " + counted + ": " + times);
                })
            .toList());
  }

  private static String number(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
